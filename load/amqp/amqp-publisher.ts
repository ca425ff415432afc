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

  /** @returns when the broker has confirmed it @throws NackedError, UnroutableError or NotConnectedError: it was not taken; what the connection was lost by: nobody knows */
  publish({ id, exchange = '', routingKey, body }: Outgoing): Promise<void> {
    return new Promise((resolve, reject) => {
      const channel: ConfirmChannel = this.#connection.channel
      const told = (error: unknown): void => {
        // What can't be routed is given back first, and then confirmed.
        const isReturned = this.#returned.delete(id)
        if (isReturned) reject(new UnroutableError('No queue takes it.'))
        else if (!(error instanceof Error)) resolve()
        else if (error.message === 'message nacked') reject(new NackedError('The broker does not take it.'))
        else reject(this.#connection.lostBy)
      }
      channel.publish(exchange, routingKey, body, { messageId: id, persistent: true, mandatory: true }, told)
    })
  }

  /** Ends it; what is under way fails. */
  async close(): Promise<void> {
    await this.#connection.close()
  }
}
