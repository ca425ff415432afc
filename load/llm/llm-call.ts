import type { IncomingHttpHeaders } from 'node:http'
import { outcomeOf } from '../http/http-operation.ts'
import type { RequestFault } from '../http/fault-of.ts'
import type { Done, Sender } from '../http/sender.ts'
import type { Mark, Outcome } from '../loops/operation.ts'
import { AnswerReader, GIVEN_UP } from './answer-reader.ts'
import type { AnswerFault } from './answer-reader.ts'
import type { Call, Dialect } from './dialects/dialect.ts'
import { isBrokenOff } from './told.ts'
import type { Usage } from './told.ts'

/** Marks of a call: its head, each event that holds tokens, and the first of these whose text is shown. */
const HEAD = 'head'
export const EVENT = 'event'
export const VISIBLE = 'visible'

/** A call that is over. */
export interface Called {
  /** Of a good stream it ends with its last token: what follows that is usage. */
  outcome: Outcome
  /** What the provider counted; `undefined` where it did not tell all, or the answer broke off: what was told until then is not what it comes to. */
  usage: Usage | undefined
  /** Why a stream ends, as the provider has it; `undefined` where it did not say so, or the answer is no stream. */
  finish: string | undefined
  /** Tokens of the answer that came as events: those of thoughts that are not shown are none of them. `undefined` where nobody told. */
  streamed: number | undefined
  /** The provider's name for it. */
  id: string | undefined
  status: number | undefined
  /** How long the provider says to wait before the next call, as its header has it. */
  retryAfter: string | undefined
  /** Of its answer, by their names in small letters; none where there was no answer. */
  headers: IncomingHttpHeaders
  /** How long the connection took that was opened for it, ms; 0 where there was one. It is in no time of the call. */
  setUpMs: number
}

/** Makes calls to one provider. */
export class LlmClient {
  readonly #sender: Sender
  readonly #dialect: Dialect
  readonly #headers: Readonly<Record<string, string>>

  /** @param headers sent with every call @param key nothing of it is sent where it is empty, in forms that need none */
  constructor(sender: Sender, dialect: Dialect, headers: Readonly<Record<string, string>>, key: string) {
    this.#sender = sender
    this.#dialect = dialect
    this.#headers = {
      ...headers,
      ...dialect.headers(key),
      'content-type': 'application/json',
      // A coding gathers events before it lets them go.
      'accept-encoding': 'identity',
    }
  }

  /** Makes a call. It never throws. @param intendedMs when it was due, epoch ms: its time-out counts from there */
  async call(call: Call, intendedMs: number): Promise<Called> {
    const reader = new AnswerReader(this.#dialect, this.#dialect.isUnlimited ? Infinity : call.mostTokens)
    const prepared = this.#sender.prepare({
      method: 'POST',
      path: this.#dialect.path,
      headers: this.#headers,
      body: JSON.stringify(this.#dialect.body(call)),
      keepsBody: !call.streams,
      ...(call.streams ? { listener: reader } : {}),
    })
    const done = await new Promise<Done>(resolve => this.#sender.send(prepared, intendedMs, resolve))
    return call.streams ? streamed(done, reader) : whole(done, this.#dialect)
  }
}

/** Words for statuses that say more of a provider than their number. */
const STATUSES: Readonly<Record<number, string>> = {
  401: 'key refused',
  403: 'key refused',
  404: 'no such model',
  429: 'rate limit',
  529: 'overloaded',
}

/** @returns what is wrong with a refusal; `undefined` where it is none */
function refusalOf({ outcome }: Done, body: string): RequestFault | undefined {
  if (outcome.kind !== 'answered' || outcome.status < 300) return undefined
  const words = STATUSES[outcome.status]
  const cause = words === undefined ? `status ${outcome.status}` : `status ${outcome.status} (${words})`
  return { cause, example: body }
}

function streamed(done: Done, reader: AnswerReader): Called {
  const { arrivals, visibleMs, headMs } = reader
  const fault =
    refusalOf(done, reader.refusal) ?? lateOf(done, reader) ?? brokenOf(done, reader) ?? reader.close()
  const base = outcomeOf(done, fault)
  const marks: Mark[] = [
    ...(headMs === undefined ? [] : [{ name: HEAD, ms: headMs }]),
    ...arrivals.map(ms => ({ name: EVENT, ms })),
    ...(visibleMs === undefined ? [] : [{ name: VISIBLE, ms: visibleMs }]),
  ]
  const endMs = fault ? base.endMs : (arrivals.at(-1) ?? base.endMs)
  // Some tell of a token before there is one, or of those so far in each event.
  const usage = reader.finish === undefined ? undefined : wholeUsage(reader.usage)
  // Thoughts that were not shown came in no event.
  const hidden = usage && reader.thoughts === 0 ? usage.reasoning : 0
  const outcome = { ...base, endMs, marks }
  const { finish, id } = reader
  return { ...told(done), outcome, usage, finish, streamed: usage && usage.output - hidden, id }
}

function whole(done: Done, dialect: Dialect): Called {
  const { outcome } = done
  let fault = refusalOf(done, outcome.kind === 'answered' ? outcome.body : '') ?? failureOf(done)
  let usage: Usage | undefined
  let id: string | undefined
  if (outcome.kind === 'answered' && fault === undefined) {
    const named = outcome.headers[dialect.idHeader]
    id = typeof named === 'string' ? named : undefined
    try {
      const read = dialect.read(JSON.parse(outcome.body))
      usage = wholeUsage(read.usage)
      if (read.error !== undefined) fault = { cause: 'error in the answer', example: read.error }
      else if (read.finish === undefined) fault = { cause: 'no finish reason', example: outcome.body }
      else if (isBrokenOff(read.finish)) fault = { cause: GIVEN_UP, example: outcome.body }
    } catch {
      fault = { cause: 'malformed answer', example: outcome.body }
    }
  }
  return { ...told(done), outcome: outcomeOf(done, fault), usage, finish: undefined, streamed: undefined, id }
}

function told(done: Done): Pick<Called, 'status' | 'retryAfter' | 'setUpMs' | 'headers'> {
  const { outcome, startedMs, connectedMs } = done
  const answered = outcome.kind === 'answered' ? outcome : undefined
  return {
    status: answered?.status,
    retryAfter: answered?.headers['retry-after'],
    headers: answered?.headers ?? {},
    setUpMs: connectedMs === undefined ? 0 : connectedMs - startedMs,
  }
}

/** A time-out, with what was waited for. */
function lateOf({ outcome }: Done, { arrivals, finish }: AnswerReader): AnswerFault | undefined {
  if (outcome.kind !== 'timed-out') return undefined
  const came = `after ${arrivals.length} events with tokens`
  if (finish !== undefined) return { cause: 'timeout: the stream does not end', example: came }
  if (arrivals.length === 0) return { cause: 'timeout: no token', example: '' }
  return { cause: 'timeout: the tokens stopped', example: came }
}

/** A connection that broke: a stream that had begun is cut, unless all of it had been said. */
function brokenOf(done: Done, reader: AnswerReader): AnswerFault | undefined {
  const failure = failureOf(done)
  if (!failure || reader.headMs === undefined) return failure
  if (reader.isEnded) return undefined
  const example = `after ${reader.arrivals.length} events with tokens: ${failure.example}`
  return { cause: 'cut in the stream', example }
}

function failureOf({ outcome }: Done): RequestFault | undefined {
  if (outcome.kind === 'answered') return undefined
  if (outcome.kind === 'timed-out') return { cause: 'timeout', example: '' }
  return { cause: outcome.cause, example: outcome.message }
}

/** Without the two that cost there is nothing to account for. */
function wholeUsage(usage: Partial<Usage> | undefined): Usage | undefined {
  if (usage?.input === undefined || usage.output === undefined) return undefined
  const { input, output, cachedInput = 0, reasoning = 0 } = usage
  return { input, output, cachedInput, reasoning }
}
