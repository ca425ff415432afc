import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ChannelListener } from 'node:diagnostics_channel'

/** What is told whether it went out on a connection that had carried a request before. */
export interface Reuser {
  isReused: boolean
}

/**
 * Knows of each request whether it went out on a connection that had carried one before. A target may close an idle connection at any
 * time; a request that crosses with the closing is lost, and a browser would quietly send it again (RFC 9112, section 9.3.1). On a fresh
 * connection the same error is the target's failure.
 *
 * undici tells the handler of a request that it starts, and in the same turn the diagnostics channel `undici:client:sendHeaders` of the socket.
 * No weak collection has requests as its keys: V8's scavenger takes such keys for alive, and its pauses were seen to be several times as long.
 */
export class ReusedConnections {
  readonly #known = new WeakSet<object>()
  #starting: Reuser | undefined
  readonly #onSend: ChannelListener = message => {
    const { socket } = message as { socket: object }
    if (this.#starting) this.#starting.isReused = this.#known.has(socket)
    this.#starting = undefined
    this.#known.add(socket)
  }

  constructor() {
    subscribe('undici:client:sendHeaders', this.#onSend)
  }

  /** Is to be told from `onRequestStart`. @param request the one that starts */
  starts(request: Reuser): void {
    this.#starting = request
  }

  /** Ends the watch. */
  stop(): void {
    unsubscribe('undici:client:sendHeaders', this.#onSend)
  }
}
