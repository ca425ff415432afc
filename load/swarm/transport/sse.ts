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

/**
 * Asks for a stream of server-sent events, by GET or POST, on a connection of its own. A status other than 200, or another content type, has
 * failed, as it has for a browser's `EventSource`. One that ends in good order is asked for again, as that does: after its `retry`, or 3 s, with
 * its `Last-Event-ID`; meanwhile it is open. It is over when it is cut, when it is not given again, and for good with a 204. Comments are signs
 * of life. `send` throws.
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
  /** Whether one is read: what goes wrong then has cut it. */
  #isRead = false

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
    this.#waiting = longTimer(() => this.#fail(TIMED_OUT), handshakeTimeoutMs)
    request.on('error', error => this.#fail(failureCause(error)))
    request.on('response', response => {
      this.#waiting?.cancel()
      this.#options.cookies?.keep(path, response.headers['set-cookie'])
      const fault = faultOf(response)
      if (fault === undefined) this.#read(response)
      else this.#fail(fault)
    })
    request.end(body)
  }

  #read(response: http.IncomingMessage): void {
    const stream = new EventStream(
      (data, event) => {
        if (!this.#names || this.#names.has(event)) this.#line.frame(data, event)
        else this.#line.sign()
      },
      () => this.#line.sign(),
      this.#lastEventId,
    )
    const over = (error: unknown): void => {
      this.#line.over(failureCause(error))
      this.cut()
    }
    const bytes = decodedStream(response, response.headers['content-encoding'])
    bytes.on('data', (chunk: Buffer) => {
      try {
        stream.push(chunk)
      } catch (error) {
        over(error)
      }
    })
    bytes.on('error', over)
    bytes.on('end', () => {
      this.#isRead = false
      this.#lastEventId = stream.lastEventId
      this.#retryMs = stream.retryMs ?? this.#retryMs
      this.#line.sign()
      this.#waiting = longTimer(() => this.#ask(), Math.max(this.#retryMs, LEAST_RETRY_MS))
    })
    if (this.#wasOpen) this.#line.sign()
    this.#wasOpen = true
    this.#isRead = true
    this.#line.opened()
  }

  #fail(cause: string): void {
    if (!this.#wasOpen || this.#isRead) this.#line.over(cause)
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
