import type { ConfirmChannel, Message } from 'amqplib'
import { AmqpConnection } from './amqp-connection.ts'
import type { AmqpOptions } from './amqp-connection.ts'
import type { SetUp } from './amqp-link.ts'
import { NackedError, UnroutableError } from './amqp-fault.ts'

/** A message that is to be published. It is kept on the broker's disk where its queue is durable. */
export interface Outgoing {
  /** By which it is known again. */
  id: string
  /** Default: the broker's own, which takes it to the queue that is named as the routing key. */
  exchange?: string
  routingKey: string
  body: Buffer
}

/** Publishes messages, and knows of each what the broker has told of it: raw confirms, nothing sent again. */
export class AmqpPublisher {
  readonly #connection: AmqpConnection
  readonly #returned: Set<string>

  private constructor(connection: AmqpConnection, returned: Set<string>) {
    this.#connection = connection
    this.#returned = returned
  }

  /** @param setUp is done on each new connection. @throws ServiceError when RabbitMQ can't be used */
  static async open(options: AmqpOptions, setUp: SetUp = async () => {}): Promise<AmqpPublisher> {
    const returned = new Set<string>()
    const connection = await AmqpConnection.open(options, async channel => {
      returned.clear()
      channel.on('return', ({ properties }: Message) => void returned.add(String(properties.messageId)))
      await setUp(channel)
    })
    return new AmqpPublisher(connection, returned)
  }

  get lost(): number {
    return this.#connection.lost
  }

  /** Why the broker takes no messages now; see {@link AmqpConnection.blocked}. */
  get blocked(): string | undefined {
    return this.#connection.blocked
  }

  /**
   * @param told is called once: with nothing when the broker has confirmed it, with NackedError or UnroutableError where it was not taken, with what the connection
   *   was lost by where nobody knows
   * @throws NotConnectedError: it was not sent
   */
  publish({ id, exchange = '', routingKey, body }: Outgoing, told: (fault?: Error) => void): void {
    const channel: ConfirmChannel = this.#connection.channel
    const confirmed = (error: unknown): void => {
      // What can't be routed is given back first, and then confirmed.
      const isReturned = this.#returned.delete(id)
      if (isReturned) told(new UnroutableError('No queue takes it.'))
      else if (!(error instanceof Error)) told()
      else if (error.message === 'message nacked') told(new NackedError('The broker does not take it.'))
      else told(this.#connection.lostBy)
    }
    channel.publish(
      exchange,
      routingKey,
      body,
      { messageId: id, persistent: true, mandatory: true },
      confirmed,
    )
  }

  /** Ends it; what is under way fails. */
  async close(): Promise<void> {
    await this.#connection.close()
  }
}
