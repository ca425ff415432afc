import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ChannelListener } from 'node:diagnostics_channel'
import type { Dispatcher } from 'undici'

/** Codes with which a request ends whose connection the target closed. */
const CLOSED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])

/**
 * Knows of each request whether it went out on a connection that had carried one before. A target may close an idle connection at any
 * time; a request that crosses with the closing is lost, and a browser would quietly send it again (RFC 9112, section 9.3.1). On a fresh
 * connection the same error is the target's failure.
 *
 * undici tells by its diagnostics channels: `undici:request:create` within `dispatch`, `undici:client:sendHeaders` when it writes.
 */
export class ReusedConnections {
  readonly #answers = new WeakMap<object, Dispatcher.DispatchHandler>()
  readonly #reused = new WeakSet<Dispatcher.DispatchHandler>()
  readonly #known = new WeakSet<object>()
  #dispatching: Dispatcher.DispatchHandler | undefined
  readonly #onCreate: ChannelListener = message => {
    if (this.#dispatching) this.#answers.set((message as { request: object }).request, this.#dispatching)
  }
  readonly #onSend: ChannelListener = message => {
    const { request, socket } = message as { request: object; socket: object }
    const answer = this.#answers.get(request)
    if (answer && this.#known.has(socket)) this.#reused.add(answer)
    this.#known.add(socket)
  }

  constructor() {
    subscribe('undici:request:create', this.#onCreate)
    subscribe('undici:client:sendHeaders', this.#onSend)
  }

  /** Sends a request, and keeps an eye on it. */
  dispatch(pool: Dispatcher, options: Dispatcher.DispatchOptions, answer: Dispatcher.DispatchHandler): void {
    this.#dispatching = answer
    pool.dispatch(options, answer)
    this.#dispatching = undefined
  }

  /** @returns whether an unanswered request failed because the target had just closed a connection that it was reused on */
  lost(answer: Dispatcher.DispatchHandler, code: string | undefined): boolean {
    return code !== undefined && CLOSED.has(code) && this.#reused.has(answer)
  }

  /** Ends the watch. */
  stop(): void {
    unsubscribe('undici:request:create', this.#onCreate)
    unsubscribe('undici:client:sendHeaders', this.#onSend)
  }
}
