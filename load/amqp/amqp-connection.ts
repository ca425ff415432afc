import { setTimeout as delay } from 'node:timers/promises'
import type { ConfirmChannel } from 'amqplib'
import { ServiceError, serviceAddress } from '../service/service-error.ts'
import type { ServiceAddress, ServiceErrorCode } from '../service/service-error.ts'
import { amqpFault, isConflict, LostError, NotConnectedError, refusalOf } from './amqp-fault.ts'
import { AmqpLink } from './amqp-link.ts'
import type { SetUp } from './amqp-link.ts'

/** A connection that is lost is tried again so long after, ms. */
const RECONNECT_MS = 100

/** How RabbitMQ is reached. Serialisable. */
export interface AmqpOptions {
  /** `amqp://user:password@host:port/vhost`, or `amqps:` for TLS. */
  url: string
  /** How long connecting, and what is set up then, may take, ms. Default 5000. */
  connectTimeoutMs?: number
  /** Each side says so often that it is there, s; one that was not heard for two to three such times is lost. 0: never. Default 2, where RabbitMQ's is 60. */
  heartbeatS?: number
}

/**
 * A connection to RabbitMQ, with one channel that confirms, that hides no outage: without a connection nothing is sent and nothing waits. One that is lost fails all that
 * is under way on it, and is tried again each 100 ms. Nothing is sent again. A channel that the broker closes counts as a lost connection.
 */
export class AmqpConnection {
  readonly #connect: (signal: AbortSignal) => Promise<AmqpLink>
  readonly #ending = new AbortController()
  #link: AmqpLink | undefined
  #kept: Promise<void> | undefined
  #lost = 0
  #outages = 0

  private constructor(connect: (signal: AbortSignal) => Promise<AmqpLink>) {
    this.#connect = connect
  }

  /** @throws ServiceError when RabbitMQ can't be used, or does not allow what is set up */
  static async open(
    { url, connectTimeoutMs: timeoutMs = 5000, heartbeatS = 2 }: AmqpOptions,
    setUp: SetUp = async () => {},
  ): Promise<AmqpConnection> {
    const address = serviceAddress('RabbitMQ', url, ['amqp:', 'amqps:'])
    const withHeartbeat = new URL(address.url)
    withHeartbeat.searchParams.set('heartbeat', String(heartbeatS))
    const opened = new AmqpConnection(signal =>
      AmqpLink.open({ url: withHeartbeat.href, timeoutMs, setUp, signal }),
    )
    try {
      opened.#link = await opened.#connect(opened.#ending.signal)
    } catch (error) {
      throw unusable(error, address)
    }
    opened.#kept = opened.#keep(opened.#link)
    return opened
  }

  /** How often the connection was lost, or could not be made again. */
  get lost(): number {
    return this.#lost
  }

  /** How often the connection was lost, or could not be made again: but for those that the broker has closed over something that it was asked. */
  get outages(): number {
    return this.#outages
  }

  /** Why the broker takes no messages now, in its own words: `low on memory`. It tells whoever has published something since. */
  get blocked(): string | undefined {
    return this.#link?.blocked
  }

  /** The channel. @throws NotConnectedError while there is none */
  get channel(): ConfirmChannel {
    const channel = this.#link?.channel
    if (!channel) throw new NotConnectedError('There is no connection to RabbitMQ.')
    return channel
  }

  /** What the last connection was lost by. */
  get lostBy(): Error {
    return this.#link?.lostBy ?? new LostError('The connection was lost.')
  }

  /** Ends it; what is under way fails. */
  async close(): Promise<void> {
    this.#ending.abort()
    await this.#link?.end()
    await this.#kept
  }

  async #keep(first: AmqpLink): Promise<void> {
    const { signal } = this.#ending
    let link: AmqpLink | undefined = first
    for (;;) {
      await link?.gone
      if (signal.aborted) return
      this.#lost++
      if (!link?.hasRefused) this.#outages++
      // Nothing comes of it any more, however long the broker takes to answer.
      void link?.end()
      await delay(RECONNECT_MS, undefined, { signal }).catch(() => {})
      link = await this.#connect(signal).catch(() => undefined)
      this.#link = link ?? this.#link
    }
  }
}

function unusable(error: unknown, { shown, redact }: ServiceAddress): ServiceError {
  const message = redact(error instanceof Error ? error.message : String(error))
  const say = (code: ServiceErrorCode, what: string): ServiceError =>
    new ServiceError(code, `RabbitMQ at ${shown} ${redact(what)}.`, new Error(message))
  const refusal = refusalOf(error)
  if (refusal) {
    if (isConflict(refusal)) return say('ERR_SERVICE_CONFLICT', refusal.meaning)
    return say(refusal.code === 403 ? 'ERR_SERVICE_PASSWORD' : 'ERR_SERVICE_UNREADY', refusal.meaning)
  }
  const { kind, cause } = amqpFault(error)
  if (cause === 'connecting timed out')
    return say('ERR_SERVICE_PROTOCOL', 'lets one connect, and does not answer')
  if (cause === 'not the protocol of RabbitMQ' || cause === 'connection closed')
    return say('ERR_SERVICE_PROTOCOL', 'does not answer as RabbitMQ does')
  return say(
    'ERR_SERVICE_UNREACHABLE',
    kind === 'own-limit' ? `was not asked (${cause})` : `is not reached (${cause})`,
  )
}
