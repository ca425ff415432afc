import type { Options } from 'amqplib'
import { AmqpConnection } from './amqp-connection.ts'
import type { AmqpOptions } from './amqp-connection.ts'

/** What the broker says of a queue at this moment. */
export interface QueueDepth {
  /** Messages that wait. Those that consumers have are not among them. */
  ready: number
  consumers: number
}

/** Looks at queues, by the broker's own protocol alone. */
export class AmqpQueues {
  readonly #connection: AmqpConnection

  private constructor(connection: AmqpConnection) {
    this.#connection = connection
  }

  /** @throws ServiceError when RabbitMQ can't be used */
  static async open(options: AmqpOptions): Promise<AmqpQueues> {
    return new AmqpQueues(await AmqpConnection.open(options))
  }

  /** How often the broker was not reached. */
  get outages(): number {
    return this.#connection.outages
  }

  /** @returns what is known of a queue: asked for as if it were to be declared, but that none is (`passive`). Rejects where there is none. */
  async depth(queue: string): Promise<QueueDepth> {
    const { messageCount, consumerCount } = await this.#connection.channel.checkQueue(queue)
    return { ready: messageCount, consumers: consumerCount }
  }

  /** Creates a queue that is not there yet. Rejects where one of that name has other properties. */
  async declare(queue: string, properties: Options.AssertQueue): Promise<void> {
    await this.#connection.channel.assertQueue(queue, properties)
  }

  /** Removes a queue and what is in it; none that is not there. */
  async remove(queue: string): Promise<void> {
    await this.#connection.channel.deleteQueue(queue)
  }

  async close(): Promise<void> {
    await this.#connection.close()
  }
}
