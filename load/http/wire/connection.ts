import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Clock } from '../../clock.ts'
import type { Exchange } from './exchange.ts'
import { ResponseParser } from './response-parser.ts'
import type { ResponseHead } from './response-head.ts'

/** A server that does not say how long it keeps an idle connection is trusted to for so long: some close after 5 s. */
const KEPT_MS = 4000

/** Let go so long before the server closes it, or in half of the time: a request that crosses with the closing is lost. */
const MARGIN_MS = 2000

/** Where connections come from and go to. */
export interface ConnectionPool {
  clock: Clock
  /** What comes is read into it, and taken from it at once. */
  buffer: Buffer
  connect(connection: Connection): Socket
  /** It may carry another request. */
  free(connection: Connection): void
  /** It is gone. */
  gone(connection: Connection): void
  /** What it carried was lost with it, and goes out again on a new one. */
  again(exchange: Exchange): void
}

/** One connection: one request at a time, one after the other. */
export class Connection {
  readonly #pool: ConnectionPool
  readonly #socket: Socket
  readonly #parser: ResponseParser
  #exchange: Exchange | undefined
  /** Requests that went out on it. */
  #carried = 0
  #keptMs = KEPT_MS
  #expiresMs = 0
  #isWhole = false
  #keepsAlive = false
  #error: (Error & { code?: string }) | undefined

  constructor(pool: ConnectionPool) {
    this.#pool = pool
    this.#parser = new ResponseParser(this)
    this.#socket = pool.connect(this)
    this.#socket.once(this.#socket instanceof TLSSocket ? 'secureConnect' : 'connect', this.#onConnect)
    this.#socket.on('error', error => (this.#error ??= error))
    this.#socket.on('end', this.#onEnd)
    this.#socket.on('close', this.#onClose)
  }

  /** @returns whether it can still be hoped to be open */
  isFresh(nowMs: number): boolean {
    return nowMs < this.#expiresMs
  }

  /** Reads what comes from now on as the answer to a request. It must carry none. */
  expect(exchange: Exchange): void {
    this.#exchange = exchange
    exchange.begin(this, this.#carried++ > 0)
    this.#isWhole = false
    this.#parser.expect()
  }

  /** Sends a request. It must carry none. */
  carry(exchange: Exchange): void {
    this.expect(exchange)
    const { head, body } = exchange
    if (body === null) {
      this.#socket.write(head, 'latin1')
      return
    }
    this.#socket.cork()
    this.#socket.write(head, 'latin1')
    this.#socket.write(body)
    this.#socket.uncork()
  }

  /** Takes what came on it: `count` bytes at the start of the pool's buffer. */
  readonly take = (count: number): void => {
    const exchange = this.#exchange
    exchange?.received(count, this.#pool.clock.nowMs())
    try {
      this.#parser.read(this.#pool.buffer, count)
    } catch (error) {
      this.#keepsAlive = false
      this.#error ??= error as Error
    }
    this.#settle(exchange)
  }

  /** Ends it at once; what it carries is not heard of any more. */
  destroy(): void {
    this.#exchange = undefined
    this.#discard()
  }

  onHead(head: ResponseHead, text: string): void {
    const { keepsForMs } = head
    this.#keptMs = keepsForMs === undefined ? KEPT_MS : keepsForMs - Math.min(MARGIN_MS, keepsForMs / 2)
    this.#exchange?.onHead(head.status, text)
  }

  onBody(bytes: Buffer, from: number, to: number): void {
    this.#exchange?.onBody(bytes, from, to)
  }

  onTrailers(text: string): void {
    this.#exchange?.onTrailers(text)
  }

  onEnd(keepsAlive: boolean): void {
    this.#isWhole = true
    this.#keepsAlive = keepsAlive
  }

  /** After all that came at once was read: what follows a whole answer, and was not asked for, makes the connection useless. */
  #settle(exchange: Exchange | undefined): void {
    if (!this.#isWhole) {
      if (this.#error) this.#discard()
      return
    }
    this.#exchange = undefined
    this.#isWhole = false
    // A request that is answered before all of it was written leaves the rest in the way.
    const isUsable = this.#keepsAlive && !this.#error && this.#keptMs > 0 && this.#socket.writableLength === 0
    if (isUsable) {
      this.#expiresMs = this.#pool.clock.nowMs() + this.#keptMs
      this.#pool.free(this)
    } else this.#discard()
    exchange?.answered()
  }

  readonly #onConnect = (): void => {
    if (this.#exchange) this.#exchange.connectedMs = this.#pool.clock.nowMs()
  }

  readonly #onEnd = (): void => {
    const exchange = this.#exchange
    try {
      this.#parser.close()
    } catch (error) {
      this.#error ??= error as Error
    }
    this.#keepsAlive = false
    this.#settle(exchange)
    this.#discard()
  }

  #discard(): void {
    this.#pool.gone(this)
    this.#socket.destroy()
  }

  readonly #onClose = (): void => {
    this.#pool.gone(this)
    const exchange = this.#exchange
    this.#exchange = undefined
    const error = this.#error
    const goesAgain = exchange?.failed(
      error?.code ?? error?.message ?? 'UND_ERR_SOCKET',
      error?.message ?? 'other side closed',
    )
    if (exchange && goesAgain) this.#pool.again(exchange)
  }
}
