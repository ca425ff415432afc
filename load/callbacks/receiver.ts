import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Clock } from '../clock.ts'

/** Bodies beyond this are not kept, bytes: a call says little. */
const LONGEST_BODY = 64 * 1024

/** What came: when its head did (epoch ms), and its body. */
export interface Received {
  atMs: number
  body: string
}

/** What a call is answered with. */
export interface Reply {
  /** Default 200. */
  status?: number
  headers?: Readonly<Record<string, string>>
  body?: string
}

/** How a receiver listens. */
export interface ReceiverOptions {
  /** Default 0: any free one. */
  port?: number | undefined
  /** Default: only this machine reaches it. */
  host?: string | undefined
  /** Is told of each call at an expected path, once its body is there. Default: each is answered with 200. */
  answer?: (received: Received, path: string) => Reply
}

/** Where a target calls back: notes each call by the path that it is for, and takes it. */
export class Receiver {
  readonly #server: Server
  readonly #clock: Clock
  readonly #answer: NonNullable<ReceiverOptions['answer']>
  readonly #received = new Map<string, Received[]>()
  #strangers = 0

  private constructor(clock: Clock, answer: NonNullable<ReceiverOptions['answer']>) {
    this.#clock = clock
    this.#answer = answer
    this.#server = createServer((request, response) => void this.#take(request, response))
  }

  /** Listens. @throws Error when the port can't be had */
  static async open(
    clock: Clock,
    { port = 0, host = '127.0.0.1', answer }: ReceiverOptions = {},
  ): Promise<Receiver> {
    const receiver = new Receiver(clock, answer ?? (() => ({})))
    receiver.#server.listen(port, host)
    await once(receiver.#server, 'listening')
    return receiver
  }

  /** Its address on this machine. */
  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Calls at paths that nobody was told of. */
  get strangers(): number {
    return this.#strangers
  }

  /** Begins to take calls at a path. */
  expect(path: string): void {
    this.#received.set(path, [])
  }

  /** @returns what came at that path, in order */
  received(path: string): readonly Received[] {
    return this.#received.get(path) ?? []
  }

  /** Stops listening, and cuts connections. */
  async close(): Promise<void> {
    this.#server.close()
    this.#server.closeAllConnections()
    await once(this.#server, 'close')
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const atMs = this.#clock.nowMs()
    // Who asks for `//` asks for a host without a name: anybody may, where the port is open to others.
    const pathname = URL.parse(request.url ?? '/', 'http://callback')?.pathname ?? ''
    const list = this.#received.get(pathname)
    if (!list) {
      this.#strangers += 1
      request.resume()
      response.writeHead(404).end()
      return
    }
    const received = { atMs, body: '' }
    list.push(received)
    if (Number(request.headers['content-length'] ?? 0) <= LONGEST_BODY) {
      received.body = await text(request).catch(() => '')
    } else request.resume()
    const { status = 200, headers = {}, body = '' } = this.#answer(received, pathname)
    response.writeHead(status, headers).end(body)
  }
}
