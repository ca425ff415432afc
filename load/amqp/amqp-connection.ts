import { setTimeout as delay } from 'node:timers/promises'
import { connect } from 'amqplib'
import type { ChannelModel, ConfirmChannel, RecoveringChannelModel } from 'amqplib'
import { ServiceError, serviceAddress } from '../service/service-error.ts'
import type { ServiceAddress, ServiceErrorCode } from '../service/service-error.ts'
import { amqpFault, isConflict, LostError, NotConnectedError, refusalOf } from './amqp-fault.ts'

/** A connection that is lost is tried again so long after, ms. */
const RECONNECT_MS = 100

/** A broker that does not answer is not waited for longer when a connection is ended, ms. */
const ENDING_MS = 1000

/** How RabbitMQ is reached. Serialisable. */
export interface AmqpOptions {
  /** `amqp://user:password@host:port/vhost`, or `amqps:` for TLS. */
  url: string
  /** How long connecting may take, ms. Default 5000. */
  connectTimeoutMs?: number
  /** Each side says so often that it is there, s; one that was not heard for two to three such times is lost. 0: never. Default 2, where RabbitMQ's is 60. */
  heartbeatS?: number
}

/** What is done on each new connection before it is used: queues declared, consumers begun. */
export type SetUp = (channel: ConfirmChannel) => Promise<void>

/**
 * A connection to RabbitMQ, with one channel that confirms, that hides no outage: without a connection nothing is sent and nothing waits. One that is lost fails all that
 * is under way on it, and is tried again each 100 ms. Nothing is sent again. A channel that the broker closes counts as a lost connection.
 */
export class AmqpConnection {
  readonly #ending = new AbortController()
  #recovering: RecoveringChannelModel | undefined
  #channel: ConfirmChannel | undefined
  #lostBy: Error = new LostError('The connection was lost.')
  #blocked: string | undefined
  #lost = 0

  private constructor() {}

  /** @throws ServiceError when RabbitMQ can't be used, or does not allow what is set up */
  static async open(
    { url, connectTimeoutMs = 5000, heartbeatS = 2 }: AmqpOptions,
    setUp: SetUp = async () => {},
  ): Promise<AmqpConnection> {
    const address = serviceAddress('RabbitMQ', url, ['amqp:', 'amqps:'])
    const withHeartbeat = new URL(address.url)
    withHeartbeat.searchParams.set('heartbeat', String(heartbeatS))
    const opened = new AmqpConnection()
    try {
      const socket = { timeout: connectTimeoutMs, noDelay: true, signal: opened.#ending.signal }
      const recovery = {
        initialDelay: RECONNECT_MS,
        maxDelay: RECONNECT_MS,
        jitter: 0,
        initialMaxRetries: 0,
        setup: (model: ChannelModel) => opened.#setUp(model, setUp),
      }
      opened.#watch(await connect(withHeartbeat.href, { ...socket, recovery }))
      return opened
    } catch (error) {
      opened.#ending.abort()
      throw unusable(error, address)
    }
  }

  /** How often the connection was lost, or could not be made again. */
  get lost(): number {
    return this.#lost
  }

  /** Why the broker takes no messages now, in its own words: `low on memory`. It tells whoever has published something since. */
  get blocked(): string | undefined {
    return this.#blocked
  }

  /** The channel. @throws NotConnectedError while there is none */
  get channel(): ConfirmChannel {
    if (!this.#channel) throw new NotConnectedError('There is no connection to RabbitMQ.')
    return this.#channel
  }

  /** What the last connection was lost by. */
  get lostBy(): Error {
    return this.#lostBy
  }

  /** Ends it; what is under way fails. */
  async close(): Promise<void> {
    const isOver = new AbortController()
    await Promise.race([
      this.#recovering?.close().catch(() => {}),
      delay(ENDING_MS, undefined, { signal: isOver.signal }).catch(() => {}),
    ])
    isOver.abort()
    this.#ending.abort()
  }

  async #setUp(model: ChannelModel, setUp: SetUp): Promise<void> {
    // Without a listener an error would end the process.
    model.on('error', error => (this.#lostBy = error))
    model.on('close', () => (this.#channel = undefined))
    const channel = await model.createConfirmChannel()
    channel.on('error', error => (this.#lostBy = error))
    channel.on('close', () => {
      this.#channel = undefined
      // Where the connection is closed already there is nothing to do.
      model.close().catch(() => {})
    })
    await setUp(channel)
    this.#lostBy = new LostError('The connection was lost.')
    this.#blocked = undefined
    this.#channel = channel
  }

  #watch(recovering: RecoveringChannelModel): void {
    this.#recovering = recovering
    recovering.on('error', () => {})
    recovering.on('disconnect', () => this.#lost++)
    recovering.on('connect-failed', () => this.#lost++)
    recovering.on('blocked', reason => (this.#blocked = reason))
    recovering.on('unblocked', () => (this.#blocked = undefined))
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
