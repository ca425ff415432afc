import { setTimeout as delay } from 'node:timers/promises'
import { connect } from 'amqplib'
import type { ChannelModel, ConfirmChannel } from 'amqplib'
import { systemClock } from '../clock.ts'
import { Deadlines } from '../http/wire/deadlines.ts'
import { LostError } from './amqp-fault.ts'

/** A broker that does not answer is not waited for longer when a connection is ended, ms. */
const ENDING_MS = 1000

/** What is done on each new connection before it is used: queues declared, consumers begun. */
export type SetUp = (channel: ConfirmChannel) => Promise<void>

/** How one connection is made. */
export interface LinkOptions {
  /** The address, with its password. */
  url: string
  /** How long all of it may take, the set-up included, ms. */
  timeoutMs: number
  setUp: SetUp
  /** Gives it up while it is being made. */
  signal: AbortSignal
}

/**
 * One connection to RabbitMQ with one channel that confirms, until either is lost. It is not made again: amqplib's own recovery waits for ever where the broker answers
 * neither what sets a connection up nor its end, and where a connection is lost in the moment in which it is set up.
 */
export class AmqpLink {
  /** Resolves when the connection, or its channel, is lost. */
  readonly gone: Promise<void>
  readonly #model: ChannelModel
  readonly #socket: AbortController
  readonly #lose: () => void
  #channel: ConfirmChannel | undefined
  #lostBy: Error = new LostError('The connection was lost.')
  #blocked: string | undefined
  #hasRefused = false

  private constructor(model: ChannelModel, socket: AbortController) {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.gone = promise
    this.#model = model
    this.#socket = socket
    this.#lose = () => {
      this.#channel = undefined
      resolve()
    }
    // Without a listener an error would end the process.
    model.on('error', error => (this.#lostBy = error))
    model.on('close', error => {
      if (error) this.#lostBy = error
      this.#lose()
    })
    model.on('blocked', reason => (this.#blocked = reason))
    model.on('unblocked', () => (this.#blocked = undefined))
  }

  /** @throws what the connection or its set-up fails by */
  static async open({ url, timeoutMs, setUp, signal }: LinkOptions): Promise<AmqpLink> {
    const socket = new AbortController()
    const giveUp = (): void => socket.abort()
    const deadlines = new Deadlines(systemClock)
    const deadlineMs = systemClock.nowMs() + timeoutMs
    deadlines.add({ deadlineMs, before: undefined, after: undefined, timeOut: giveUp })
    signal.addEventListener('abort', giveUp)
    let link: AmqpLink | undefined
    try {
      signal.throwIfAborted()
      // Node's own option, which amqplib hands on and does not know.
      const socketOptions = { noDelay: true, signal: socket.signal }
      const model = await connect(url, socketOptions)
      link = new AmqpLink(model, socket)
      await link.#setUp(setUp)
      return link
    } catch (error) {
      const isLate = socket.signal.aborted
      await link?.end()
      throw isLate ? new Error('connect ETIMEDOUT', { cause: error }) : error
    } finally {
      deadlines.stop()
      signal.removeEventListener('abort', giveUp)
    }
  }

  /** The channel; none once it is lost. */
  get channel(): ConfirmChannel | undefined {
    return this.#channel
  }

  /** What it was lost by. */
  get lostBy(): Error {
    return this.#lostBy
  }

  /** Why the broker takes no messages now, in its own words. */
  get blocked(): string | undefined {
    return this.#blocked
  }

  /** Whether the broker has closed the channel over something that it was asked, such as a queue that is not there. */
  get hasRefused(): boolean {
    return this.#hasRefused
  }

  /** Ends it, without the broker where that does not answer; what is under way fails. */
  async end(): Promise<void> {
    const isOver = new AbortController()
    await Promise.race([
      this.#model.close().catch(() => {}),
      delay(ENDING_MS, undefined, { signal: isOver.signal }).catch(() => {}),
    ])
    isOver.abort()
    this.#socket.abort()
  }

  async #setUp(setUp: SetUp): Promise<void> {
    const channel = await this.#model.createConfirmChannel()
    channel.on('error', error => {
      this.#lostBy = error
      this.#hasRefused = true
    })
    channel.on('close', this.#lose)
    // It may be lost before what was set up last is heard of.
    const lost = this.gone.then(() => Promise.reject(this.#lostBy))
    await Promise.race([setUp(channel), lost])
    this.#channel = channel
  }
}
