import { systemClock } from '../../clock.ts'
import { decodeContent } from '../../content-coding.ts'
import type { Cookies } from '../../cookies.ts'
import { followRedirect } from '../../http/redirect.ts'
import type { Hop } from '../../http/redirect.ts'
import { Sender } from '../../http/sender.ts'
import type { Answered, HttpOutcome } from '../../http/wire/answered.ts'
import { codeCause, statusCause, TIMED_OUT } from './failure-cause.ts'
import { MOST_FRAME_BYTES } from './transport.ts'
import type { Frame } from './transport.ts'

/** What an HTTP question was answered: `unchanged` is 304. */
export type Answer = { kind: 'unchanged' } | { kind: 'body'; etag: string | undefined; frame: Frame }

/** How questions are asked. */
export interface AskerOptions {
  /** A question that is not answered in full so long after `ask` has failed, ms. */
  timeoutMs: number
  /** What goes with each, by its URL; what answers set is kept there. Default: none, and nothing is kept. */
  cookies?: Cookies | undefined
  /** Hosts beside this machine to which redirects may lead. Default: redirects are not followed. */
  allowed?: readonly string[] | undefined
}

/** Asks one question after the other, over one connection that is kept from one to the next: the open loop's own client. */
export class Asker {
  readonly #options: AskerOptions
  /** By origin: redirects may lead to another. */
  readonly #senders = new Map<string, Sender>()
  /** What was asked last: when it fails, nothing is asked any more. */
  #last: Promise<unknown> = Promise.resolve()
  #isCut = false

  constructor(options: AskerOptions) {
    this.#options = options
  }

  /**
   * Asks once those before are answered, and reads the whole answer; see `Sender` for what becomes of a question that is lost.
   *
   * @returns the body: text where its type says so or says nothing (UTF-8, as a page reads it), else bytes. It is never settled once it was cut.
   * @throws Error when it is cut, or larger than `MOST_FRAME_BYTES`; when there is none in time, or it has a status other than 2xx, and 304 to an
   *   If-None-Match
   */
  ask(question: Hop): Promise<Answer> {
    const dueMs = systemClock.nowMs()
    const answer = this.#last.then(() => this.#answerTo(question, dueMs))
    this.#last = answer
    return answer
  }

  /** Lets go of the connection once all questions are answered. */
  close(): void {
    const cut = (): void => this.cut()
    void this.#last.then(cut, cut)
  }

  /** Breaks off what is under way. */
  cut(): void {
    this.#isCut = true
    for (const sender of this.#senders.values()) sender.stop()
  }

  async #answerTo(question: Hop, dueMs: number): Promise<Answer> {
    const { allowed, cookies } = this.#options
    let hop = question
    for (let redirects = 0; ; redirects++) {
      const outcome = await this.#send(hop, dueMs)
      if (outcome.kind === 'timed-out') throw new Error(TIMED_OUT)
      if (outcome.kind === 'failed') throw new Error(codeCause(outcome.cause, outcome.message))
      const { status, headers } = outcome
      cookies?.keep(hop.url, headers['set-cookie'])
      const answer = { status, location: headers.location }
      const next = allowed && followRedirect(hop, answer, redirects, allowed)
      if (!next) return answerIn(outcome, hop)
      hop = next
    }
  }

  #send({ url, method, headers, body }: Hop, dueMs: number): Promise<HttpOutcome> {
    if (this.#isCut) throw new Error('asked of a connection that was ended')
    const sender = this.#senderTo(url.origin)
    const request = sender.prepare({
      method,
      path: url,
      headers: { ...headers, ...this.#options.cookies?.header(url) },
      body: body ?? null,
      keepsBody: true,
      mostBodyBytes: MOST_FRAME_BYTES,
    })
    return new Promise(resolve =>
      sender.send(request, dueMs, ({ outcome }) => resolve(outcome), systemClock.nowMs()),
    )
  }

  #senderTo(origin: string): Sender {
    const { timeoutMs } = this.#options
    const sender = this.#senders.get(origin) ?? new Sender({ origin, timeoutMs }, systemClock)
    this.#senders.set(origin, sender)
    return sender
  }
}

/** @throws Error with the cause where it is no good one; ContentCodingError when the body is not what its Content-Encoding says */
function answerIn({ status, headers, bytes = Buffer.alloc(0) }: Answered, asked: Hop): Answer {
  if (status === 304 && 'if-none-match' in asked.headers) return { kind: 'unchanged' }
  if (status >= 300) throw new Error(statusCause(status, headers.location))
  const { etag, 'content-encoding': coding = '', 'content-type': type } = headers
  const decoded = decodeContent(bytes, coding, { mostBytes: MOST_FRAME_BYTES })
  return { kind: 'body', etag, frame: isText(type) ? new TextDecoder().decode(decoded) : decoded }
}

const isText = (contentType = 'text/plain'): boolean =>
  /^text\/|json|xml|javascript|yaml|urlencoded|charset=/i.test(contentType)
