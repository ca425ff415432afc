import http from 'node:http'
import https from 'node:https'
import { longTimer } from '../../long-timer.ts'
import { decodeContent } from '../../content-coding.ts'
import { statusCause, TIMED_OUT } from './failure-cause.ts'
import type { Asked } from './question.ts'
import { MOST_FRAME_BYTES } from './transport.ts'
import type { Frame } from './transport.ts'

/** What an HTTP question was answered: `unchanged` is 304. */
export type Answer = { kind: 'unchanged' } | { kind: 'body'; etag: string | undefined; frame: Frame }

/** What is told of each answer as it comes, whatever its status: the cookies that it sets. */
export type OnCookies = (set: readonly string[]) => void

/** One HTTP question. The path has its query. */
export type Question = Omit<Asked, 'body'> & { body?: string | Uint8Array }

/** A server that does not say how long it keeps an idle connection is trusted to for so long: some close after 5 s. */
const KEPT_MS = 4000

/** Of one that says, a connection is kept as long as it says, and at most so long: as in Chromium. */
const LONGEST_KEPT_MS = 300_000

/** What the head of an answer has at most: as in Chromium. */
const LONGEST_HEAD_BYTES = 256 * 1024

/** How a question ends that crosses with the closing of its connection. */
const CLOSED = new Set(['ECONNRESET', 'EPIPE'])

/** Asks a target one question after the other, over one connection that is kept from one to the next. */
export class Asker {
  readonly #origin: URL
  readonly #http: typeof http | typeof https
  readonly #onCookies: OnCookies
  readonly #agent: http.Agent & { options?: http.AgentOptions }
  /** What was asked last: when it fails, nothing is asked any more. */
  #last: Promise<unknown> = Promise.resolve()
  #isCut = false

  /** @param origin the target's address; of its path nothing is taken @param onCookies Default: nothing is done */
  constructor(origin: string, onCookies: OnCookies = () => {}) {
    this.#origin = new URL(origin)
    this.#onCookies = onCookies
    this.#http = this.#origin.protocol === 'https:' ? https : http
    this.#agent = new this.#http.Agent({ keepAlive: true, timeout: KEPT_MS })
  }

  /**
   * Asks once those before are answered, and reads the whole answer. A GET that crosses with the closing of a kept connection is asked again once,
   * as browsers do (RFC 9112, section 9.3.1).
   *
   * @returns the body: text where its type says so or says nothing (UTF-8, as a page reads it), else bytes
   * @throws Error when it is cut, or larger than `MOST_FRAME_BYTES`; when there is none within `timeoutMs` (then the question is under way until `cut`), or
   *   it has a status other than 2xx, and 304 to an If-None-Match
   */
  async ask(question: Question, timeoutMs: number): Promise<Answer> {
    const { promise: tooLate, reject } = Promise.withResolvers<never>()
    const patience = longTimer(() => reject(new Error(TIMED_OUT)), timeoutMs)
    const answer = this.#last.then(() => this.#answerTo(question))
    this.#last = answer
    try {
      return await Promise.race([answer, tooLate])
    } finally {
      patience.cancel()
    }
  }

  /** Lets go of the connection once all questions are answered. */
  close(): void {
    const cut = (): void => this.cut()
    void this.#last.then(cut, cut)
  }

  /** Breaks off what is under way. */
  cut(): void {
    this.#isCut = true
    this.#agent.destroy()
  }

  async #answerTo(question: Question): Promise<Answer> {
    const response = await this.#send(question)
    const { statusCode = 0, headers, socket } = response
    if (headers['set-cookie']) this.#onCookies(headers['set-cookie'])
    const bytes = await readWhole(response)
    // Node.js takes a reset, too, for the end of a body that goes on up to the end of its connection.
    const isUpToTheEnd = !('content-length' in headers || 'transfer-encoding' in headers)
    if (isUpToTheEnd && socket.errored) throw socket.errored
    if (statusCode === 304 && 'if-none-match' in question.headers) return { kind: 'unchanged' }
    if (statusCode >= 300) throw new Error(statusCause(statusCode, headers.location))
    return {
      kind: 'body',
      etag: headers.etag,
      frame: frameOf(bytes, headers),
    }
  }

  async #send(question: Question, isAgain = false): Promise<http.IncomingMessage> {
    if (this.#isCut) throw new Error('asked of a connection that was ended')
    const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>()
    const { body, ...asked } = question
    // Node.js itself gives no length of what goes with a GET.
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const request = this.#http.request(this.#origin, {
      ...asked,
      headers: { ...length, ...asked.headers },
      agent: this.#agent,
      maxHeaderSize: LONGEST_HEAD_BYTES,
    })
    request.on('response', response => {
      // Node.js takes what the server says where that is less.
      const isSaid = /^timeout=\d/i.test(response.headers['keep-alive']?.toString() ?? '')
      if (this.#agent.options) this.#agent.options.timeout = isSaid ? LONGEST_KEPT_MS : KEPT_MS
      resolve(response)
    })
    request.on('error', reject)
    let receivedBefore: number | undefined
    request.on('socket', socket => (receivedBefore = socket.bytesRead))
    request.end(body)
    try {
      return await promise
    } catch (error) {
      const hasBegun = request.socket?.bytesRead !== receivedBefore
      const isLost =
        request.reusedSocket && !hasBegun && CLOSED.has((error as NodeJS.ErrnoException).code ?? '')
      if (isLost && !isAgain && !this.#isCut && asked.method === 'GET') return this.#send(question, true)
      throw error
    }
  }
}

async function readWhole(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > MOST_FRAME_BYTES) throw new Error(`a body of more than ${MOST_FRAME_BYTES / 2 ** 20} MiB`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** @throws ContentCodingError when the body is not what its Content-Encoding says */
function frameOf(
  bytes: Buffer,
  { 'content-encoding': coding = '', 'content-type': type }: http.IncomingHttpHeaders,
): Frame {
  const decoded = decodeContent(bytes, coding, { mostBytes: MOST_FRAME_BYTES })
  return isText(type) ? new TextDecoder().decode(decoded) : decoded
}

const isText = (contentType = 'text/plain'): boolean =>
  /^text\/|json|xml|javascript|yaml|urlencoded|charset=/i.test(contentType)
