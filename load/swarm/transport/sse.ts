import type { IncomingHttpHeaders } from 'node:http'
import type { Transform } from 'node:stream'
import { systemClock } from '../../clock.ts'
import { followRedirect } from '../../http/redirect.ts'
import type { Hop } from '../../http/redirect.ts'
import { Sender } from '../../http/sender.ts'
import type { Done } from '../../http/sender.ts'
import type { HttpOutcome } from '../../http/wire/answered.ts'
import { EventStream } from './event-stream.ts'
import { codeCause, failureCause, statusCause, TIMED_OUT } from './failure-cause.ts'
import { openLine } from './line.ts'
import type { Line } from './line.ts'
import { askedOf, withCursor } from './question.ts'
import { streamDecoder } from './stream-decoder.ts'
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
const MAY_PASS = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_SOCKET',
])

/** The head of an answer, and how it came to be asked for. */
interface Received {
  status: number
  fields: IncomingHttpHeaders
  dueMs: number
  redirects: number
}

/**
 * Asks for a stream of server-sent events, by GET or POST, on a connection of its own; redirects are followed. A status other than 200, or another content type, has
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
  /** Carries what is under way, over a connection of its own. */
  #sender: Sender | undefined
  #waiting: LongTimer | undefined
  #lastEventId = ''
  #retryMs = RETRY_MS
  /** Whether a stream was given before. */
  #wasOpen = false
  /** The one that is read: what goes wrong then has cut it. */
  #stream: EventStream | undefined
  #decoder: Transform | undefined
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
    this.#drop()
  }

  #ask(): void {
    const { method, headers, body } = askedOf(this.#options, this.#options.headers, '')
    // Its characters travel as UTF-8, as a browser sends them; a header's bytes are taken as Latin-1.
    const id = Buffer.from(this.#lastEventId).toString('latin1')
    const last = id === '' ? {} : { 'last-event-id': id }
    const hop: Hop = {
      url: targetUrl(withCursor(this.#path), this.#options.origin),
      method,
      headers: { accept: 'text/event-stream', 'cache-control': 'no-cache', ...headers, ...last },
      ...(body === undefined ? {} : { body }),
    }
    this.#send(hop, systemClock.nowMs(), 0)
  }

  /** @param dueMs its time-out counts from there @param redirects how many were followed before */
  #send(hop: Hop, dueMs: number, redirects: number): void {
    const { cookies, handshakeTimeoutMs: timeoutMs = HANDSHAKE_TIMEOUT_MS } = this.#options
    const { url, method, headers, body = null } = hop
    const sender = new Sender({ origin: url.origin, timeoutMs }, systemClock)
    this.#sender = sender
    const request = sender.prepare({
      method,
      path: url,
      headers: { ...headers, ...cookies?.header(url) },
      body,
      keepsBody: false,
      listener: {
        onHead: (status, fields) => this.#receive(hop, { status, fields, dueMs, redirects }),
        onBody: bytes => this.#take(sender, bytes),
      },
    })
    const over = ({ outcome }: Done): void => {
      if (sender === this.#sender) this.#afterAll(() => this.#end(sender, outcome))
    }
    sender.send(request, dueMs, over, systemClock.nowMs())
  }

  /** @returns whether a stream begins */
  #receive(hop: Hop, { status, fields, dueMs, redirects }: Received): boolean {
    const { cookies, allowed = [] } = this.#options
    const { location, 'set-cookie': set } = fields
    cookies?.keep(hop.url, set)
    try {
      const next = followRedirect(hop, { status, location }, redirects, allowed)
      if (next) {
        this.#drop()
        this.#send(next, dueMs, redirects + 1)
        return false
      }
    } catch (error) {
      this.#fail(failureCause(error))
      return false
    }
    const fault = faultOf(status, fields)
    if (fault === undefined) this.#read(fields)
    else this.#fail(fault)
    return fault === undefined
  }

  #read({ 'content-encoding': encoding }: IncomingHttpHeaders): void {
    const sender = this.#sender
    this.#stream = new EventStream(
      (data, event) => {
        if (!this.#names || this.#names.has(event)) this.#line.frame(data, event)
        else this.#line.sign()
      },
      () => this.#line.sign(),
      this.#lastEventId,
    )
    this.#decoder = streamDecoder(encoding)
      ?.on('data', (chunk: Buffer) => this.#push(sender, chunk))
      .on('error', (error: unknown) => this.#lose(sender, failureCause(error), false))
    if (this.#isAway) this.#line.resumed()
    else if (this.#wasOpen) this.#line.sign()
    this.#isAway = false
    this.#wasOpen = true
    this.#line.opened()
  }

  #take(sender: Sender, bytes: Buffer): void {
    if (sender !== this.#sender) return
    if (this.#decoder) this.#decoder.write(Buffer.from(bytes))
    else this.#push(sender, bytes)
  }

  #push(sender: Sender | undefined, bytes: Buffer): void {
    if (sender !== this.#sender) return
    try {
      this.#stream?.push(bytes)
    } catch (error) {
      this.#lose(sender, failureCause(error), false)
    }
  }

  /** What is still being decompressed comes first. */
  #afterAll(then: () => void): void {
    if (this.#decoder) this.#decoder.once('end', then).end()
    else then()
  }

  #end(sender: Sender, outcome: HttpOutcome): void {
    if (outcome.kind === 'timed-out') this.#lose(sender, TIMED_OUT, true)
    else if (outcome.kind === 'failed')
      this.#lose(sender, codeCause(outcome.cause, outcome.message), MAY_PASS.has(outcome.cause))
    else if (sender === this.#sender) {
      this.#leave()
      this.#line.sign()
    }
  }

  /** Goes from a stream to the next. */
  #leave(): void {
    this.#lastEventId = this.#stream?.lastEventId ?? this.#lastEventId
    this.#retryMs = this.#stream?.retryMs ?? this.#retryMs
    this.#drop()
    this.#waiting?.cancel()
    this.#waiting = longTimer(() => this.#ask(), Math.max(this.#retryMs, LEAST_RETRY_MS))
  }

  #lose(sender: Sender | undefined, cause: string, mayPass: boolean): void {
    if (sender !== this.#sender) return
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

  /** Lets go of what is under way. */
  #drop(): void {
    this.#sender?.stop()
    this.#sender = undefined
    this.#decoder?.destroy()
    this.#decoder = undefined
    this.#stream = undefined
  }
}

function faultOf(status: number, headers: IncomingHttpHeaders): string | undefined {
  if (status !== 200) return statusCause(status, headers.location)
  const type = headers['content-type'] ?? 'none'
  return /^text\/event-stream\s*(;|$)/i.test(type) ? undefined : `content type ${type}`
}

function refuseToSend(): never {
  throw new Error(
    'Server-sent events carry nothing to the target: let agents use "websocket", "socket.io" or "http".',
  )
}
