import http from 'node:http'
import https from 'node:https'
import { decodedStream } from './decoded-stream.ts'
import { EventStream } from './event-stream.ts'
import { failureCause, statusCause, TIMED_OUT } from './failure-cause.ts'
import { openLine } from './line.ts'
import type { Line } from './line.ts'
import { askedOf, withCursor } from './question.ts'
import { sentHeaders } from './sent-headers.ts'
import { longTimer } from '../../long-timer.ts'
import type { LongTimer } from '../../long-timer.ts'
import { targetUrl } from '../../target-url.ts'
import { HANDSHAKE_TIMEOUT_MS } from './transport.ts'
import type { ConnectionOptions, Transport } from './transport.ts'

/** After so long a stream that ended is asked for again, unless it says otherwise: Chromium's. */
const RETRY_MS = 3000

/** No sooner than that: a stream that ends at once would be asked for without rest. */
const LEAST_RETRY_MS = 10

/** What a connection fails with that is cut, or can't be made just now: all else would be the same the next time. */
const MAY_PASS = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'ENETUNREACH', 'EHOSTUNREACH'])

/**
 * Asks for a stream of server-sent events, by GET or POST, on a connection of its own. A status other than 200, or another content type, has
 * failed, as it has for a browser's `EventSource`. One that ends, or is cut, is asked for again as that does, after its `retry`, or 3 s, with its
 * `Last-Event-ID`, for as long as it takes; meanwhile it is open, and interrupted where it was cut or can't be had. It is over when it is answered by
 * something else, and for good with a 204. Comments are signs of life. `send` throws.
 */
export const openEventStream: Transport = (path, options, events) =>
  openLine(options, events, line => {
    const stream = new ResumedStream(path, options, line)
    const cut = (): void => stream.cut()
    return { send: refuseToSend, close: cut, terminate: cut }
  })

class ResumedStream {
  readonly #path: string
  readonly #options: ConnectionOptions
  readonly #line: Line
  readonly #names: Set<string> | undefined
  #request: http.ClientRequest | undefined
  #waiting: LongTimer | undefined
  #lastEventId = ''
  #retryMs = RETRY_MS
  /** Whether a stream was given before. */
  #wasOpen = false
  /** The one that is read: what goes wrong then has cut it. */
  #stream: EventStream | undefined
  #isAway = false

  constructor(path: string, options: ConnectionOptions, line: Line) {
    this.#path = path
    this.#options = options
    this.#line = line
    this.#names = options.event === undefined ? undefined : new Set([options.event].flat())
    this.#ask()
  }

  cut(): void {
    this.#waiting?.cancel()
    this.#request?.destroy()
  }

  #ask(): void {
    const { origin, handshakeTimeoutMs = HANDSHAKE_TIMEOUT_MS } = this.#options
    const headers = sentHeaders(withCursor(this.#path), this.#options)
    const { path, body, ...asked } = askedOf(this.#path, this.#options, headers, '')
    const url = targetUrl(path, origin)
    const { request: ask } = url.protocol === 'https:' ? https : http
    // Its characters travel as UTF-8, as a browser sends them; Node.js takes a header's bytes as Latin-1.
    const id = Buffer.from(this.#lastEventId).toString('latin1')
    const last = id === '' ? {} : { 'last-event-id': id }
    const request = ask(url, {
      agent: false,
      method: asked.method,
      headers: { accept: 'text/event-stream', 'cache-control': 'no-cache', ...asked.headers, ...last },
    })
    this.#request = request
    this.#waiting = longTimer(() => this.#lose(request, TIMED_OUT, true), handshakeTimeoutMs)
    request.on('error', error => this.#break(request, error))
    request.on('response', response => {
      this.#waiting?.cancel()
      this.#options.cookies?.keep(path, response.headers['set-cookie'])
      const fault = faultOf(response)
      if (fault === undefined) this.#read(request, response)
      else this.#fail(fault)
    })
    request.end(body)
  }

  #read(request: http.ClientRequest, response: http.IncomingMessage): void {
    const stream = new EventStream(
      (data, event) => {
        if (!this.#names || this.#names.has(event)) this.#line.frame(data, event)
        else this.#line.sign()
      },
      () => this.#line.sign(),
      this.#lastEventId,
    )
    const bytes = decodedStream(response, response.headers['content-encoding'])
    bytes.on('data', (chunk: Buffer) => {
      try {
        stream.push(chunk)
      } catch (error) {
        this.#break(request, error)
      }
    })
    bytes.on('error', error => this.#break(request, error))
    bytes.on('end', () => {
      if (request !== this.#request) return
      this.#request = undefined
      this.#leave()
      this.#line.sign()
    })
    if (this.#isAway) this.#line.resumed()
    else if (this.#wasOpen) this.#line.sign()
    this.#isAway = false
    this.#wasOpen = true
    this.#stream = stream
    this.#line.opened()
  }

  /** Goes from a stream to the next. */
  #leave(): void {
    this.#lastEventId = this.#stream?.lastEventId ?? this.#lastEventId
    this.#retryMs = this.#stream?.retryMs ?? this.#retryMs
    this.#stream = undefined
    this.#waiting?.cancel()
    this.#waiting = longTimer(() => this.#ask(), Math.max(this.#retryMs, LEAST_RETRY_MS))
  }

  #break(request: http.ClientRequest, error: unknown): void {
    this.#lose(request, failureCause(error), MAY_PASS.has((error as NodeJS.ErrnoException).code ?? ''))
  }

  #lose(request: http.ClientRequest, cause: string, mayPass: boolean): void {
    // A request and its answer may both tell of one end.
    if (request !== this.#request) return
    this.#request = undefined
    request.destroy()
    if (!this.#wasOpen || !mayPass) {
      this.#fail(cause)
      return
    }
    this.#leave()
    if (!this.#isAway) this.#line.interrupted(cause)
    this.#isAway = true
  }

  #fail(cause: string): void {
    if (!this.#wasOpen || this.#stream) this.#line.over(cause)
    else if (cause === 'status 204') this.#line.over('stream ended for good (status 204)')
    else this.#line.over(`stream ended, and was not given again: ${cause}`)
    this.cut()
  }
}

function faultOf({ statusCode, headers }: http.IncomingMessage): string | undefined {
  if (statusCode !== 200) return statusCause(statusCode, headers.location)
  const type = headers['content-type'] ?? 'none'
  return /^text\/event-stream\s*(;|$)/i.test(type) ? undefined : `content type ${type}`
}

function refuseToSend(): never {
  throw new Error(
    'Server-sent events carry nothing to the target: let agents use "websocket", "socket.io" or "http".',
  )
}
