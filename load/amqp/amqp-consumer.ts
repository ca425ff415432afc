import type { Clock } from '../clock.ts'
import { AmqpConnection } from './amqp-connection.ts'
import type { AmqpOptions } from './amqp-connection.ts'
import type { SetUp } from './amqp-link.ts'

/** A message that came. */
export interface Incoming {
  /** As its publisher has named it; empty where it has not. */
  id: string
  atMs: number
  /** Whether the broker says that it may have been delivered before. */
  redelivered: boolean
  body: Buffer
  /** Tells the broker that its work is done. @returns false where the connection on which it came is lost: it will come again */
  ack: () => boolean
  /** Gives it back. @param again whether it is to be delivered again; otherwise it goes where its queue sends dead letters. @returns as `ack` does */
  nack: (again: boolean) => boolean
}

/** What is consumed. */
export interface Consuming extends AmqpOptions {
  queue: string
  /** So many may be without an acknowledgement at a time. Default 50. */
  prefetch?: number
}

/** Consumes a queue with manual acknowledgements, on every new connection. */
export class AmqpConsumer {
  readonly #connection: AmqpConnection

  private constructor(connection: AmqpConnection) {
    this.#connection = connection
  }

  /**
   * @param onMessage is told of each delivery; it must acknowledge it
   * @param setUp is done on each new connection, before
   * @throws ServiceError when RabbitMQ can't be used
   */
  static async open(
    { queue, prefetch = 50, ...options }: Consuming,
    clock: Clock,
    onMessage: (message: Incoming) => void,
    setUp: SetUp = async () => {},
  ): Promise<AmqpConsumer> {
    return new AmqpConsumer(
      await AmqpConnection.open(options, async channel => {
        await setUp(channel)
        await channel.prefetch(prefetch)
        await channel.consume(queue, message => {
          if (!message) {
            // The queue is gone. So is what was to be heard on this channel.
            void channel.close()
            return
          }
          const tell = (act: () => void): boolean => {
            try {
              act()
              return true
            } catch {
              return false
            }
          }
          onMessage({
            id: String(message.properties.messageId ?? ''),
            atMs: clock.nowMs(),
            redelivered: message.fields.redelivered,
            body: message.content,
            ack: () => tell(() => channel.ack(message)),
            nack: again => tell(() => channel.nack(message, false, again)),
          })
        })
      }),
    )
  }

  get lost(): number {
    return this.#connection.lost
  }

  /** Ends it: what is not acknowledged is delivered again, to others. */
  async close(): Promise<void> {
    await this.#connection.close()
  }
}
