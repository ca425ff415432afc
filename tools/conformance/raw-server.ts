import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises'

/** A request as it came. Names of fields are in small letters. */
export interface RawRequest {
  path: string
  headers: ReadonlyMap<string, string>
}

/**
 * One thing that a server does: sends bytes (a text is latin1) in a packet of their own, sends those that the request asks for, waits so many
 * milliseconds, ends its side of the connection, or resets it.
 */
export type Step =
  | string
  | Buffer
  | ((request: RawRequest) => string | Buffer)
  | { waitMs: number }
  | { does: 'end' | 'reset' }

/** Ends the server's side of a connection. */
export const END: Step = { does: 'end' }

/** Resets a connection. */
export const RESET: Step = { does: 'reset' }

/** What a server does, to the byte. */
export interface Script {
  /** As soon as a connection is there. Default nothing. */
  connected?: readonly Step[]
  /** For each request in turn, the last again and again, or all of them from the first where they go `round`. */
  answers: readonly (readonly Step[])[]
  round?: boolean
  /** Whether requests are numbered anew on each connection. Default: over all of them. */
  byConnection?: boolean
}

/** A server of nothing but TCP that does as its script says. */
export class RawServer implements AsyncDisposable {
  readonly origin: string
  /** Requests that came in full. */
  requests = 0
  /** Those that came before a byte of the answer to the one before them on their connection. */
  overlaps = 0
  readonly #script: Script
  readonly #server: Server
  readonly #sockets: Set<Socket>

  private constructor(script: Script, server: Server, sockets: Set<Socket>) {
    this.#script = script
    this.#server = server
    this.#sockets = sockets
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    server.on('connection', socket => void this.#serve(socket))
  }

  /** Starts one on a free port of loopback. */
  static async start(script: Script): Promise<RawServer> {
    const sockets = new Set<Socket>()
    // What the other end ends is not ended here: the script says when.
    const server = createServer({ noDelay: true, allowHalfOpen: true }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new RawServer(script, server, sockets)
  }

  /** Cuts all connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #serve(socket: Socket): Promise<void> {
    this.#sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#sockets.delete(socket))
    let received = ''
    let number = 0
    let isWaited = false
    const { connected = [], answers, byConnection = false, round = false } = this.#script
    const answer = async (request: RawRequest): Promise<void> => {
      const index = byConnection ? number : this.requests
      number++
      this.requests++
      if (isWaited) this.overlaps++
      isWaited = true
      const at = round ? index % answers.length : Math.min(index, answers.length - 1)
      await play(socket, answers[at] ?? [], request, () => (isWaited = false))
    }
    socket.on('data', data => {
      received += data.toString('latin1')
      for (let found = takeRequest(received); found; found = takeRequest(received)) {
        received = found.rest
        void answer(found.request)
      }
    })
    // Who has gone is told nothing more.
    socket.on('end', () => socket.end())
    await play(socket, connected, NOBODY, () => {})
  }
}

const NOBODY: RawRequest = { path: '', headers: new Map() }

/** @param onBegun is told when something was done */
async function play(
  socket: Socket,
  steps: readonly Step[],
  request: RawRequest,
  onBegun: () => void,
): Promise<void> {
  for (const [index, step] of steps.entries()) {
    // Two turns: in between this process has read what came, so that packets come apart where they are read in it.
    if (index > 0) {
      await nextTurn()
      await nextTurn()
    }
    if (socket.destroyed || socket.writableEnded) return
    if (typeof step === 'object' && 'does' in step) {
      if (step.does === 'end') socket.end()
      else socket.resetAndDestroy()
    } else if (typeof step === 'object' && 'waitMs' in step) await delay(step.waitMs)
    else {
      onBegun()
      await write(socket, typeof step === 'function' ? step(request) : step)
    }
  }
}

const write = (socket: Socket, bytes: string | Buffer): Promise<void> =>
  new Promise(resolve => {
    // One that fails has been told by the socket's own error.
    socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes, () => resolve())
  })

/** @returns the first whole request in a text, if it holds one */
function takeRequest(text: string): { request: RawRequest; rest: string } | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [line = '', ...fields] = text.slice(0, end).split('\r\n')
  const headers = new Map(
    fields.map((field): [string, string] => {
      const colon = field.indexOf(':')
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()]
    }),
  )
  const to = end + 4 + Number(headers.get('content-length') ?? 0)
  if (text.length < to || !/^[A-Z]+ /.test(line)) return undefined
  return { request: { path: line.split(' ')[1] ?? '', headers }, rest: text.slice(to) }
}
