import type { IncomingHttpHeaders } from 'node:http'
import { decodedBody } from '../http/wire/decoded-body.ts'
import type { AnswerListener } from '../http/wire/prepared-request.ts'
import { EventStream } from '../swarm/transport/event-stream.ts'
import type { Dialect } from './dialects/dialect.ts'
import { LineStream } from './line-stream.ts'
import { isBrokenOff } from './told.ts'
import type { Told, Usage } from './told.ts'

/** What is wrong with an answer, as a fault's `cause`, and this one as text. */
export interface AnswerFault {
  cause: string
  example: string
}

/** The provider said itself that it did not go on. */
export const GIVEN_UP = 'given up by the provider'

/** An answer may be told with the token that ends it, which nobody sees. */
const END_TOKENS = 1

/** Of an answer that is no stream so much is looked into, bytes, and so much is an example, characters. */
const MOST_REFUSED = 4096
const REFUSAL_CHARACTERS = 400

/** Whether what comes is as it was written: a coding gathers events before it lets them go. */
const isPlain = (coding: string): boolean => /^(?:identity)?$/i.test(coding)

/**
 * Reads a streamed answer while it comes. Each event has the time at which the read that completed it was taken off the connection, before anything was
 * looked into; those of one read share it. Comments, roles and empty texts are no tokens.
 */
export class AnswerReader implements AnswerListener {
  /** Times of the events that hold tokens, epoch ms, in order. */
  readonly arrivals: number[] = []
  headMs: number | undefined
  /** Of the first event that holds text to be shown. */
  visibleMs: number | undefined
  /** Events of thoughts. */
  thoughts = 0
  finish: string | undefined
  /** What was told of it, each field for the last time. */
  usage: Partial<Usage> | undefined
  /** The provider's name for the call. */
  id: string | undefined
  readonly #dialect: Dialect
  readonly #mostTokens: number
  #total: number | undefined
  /** What was told of the answer's tokens, and then less of them. */
  #fell: string | undefined
  readonly #stream: { push(bytes: Uint8Array): void; end?(): void }
  #refused = Buffer.alloc(0)
  #coding = ''
  #atMs = 0
  #fault: AnswerFault | undefined
  #isEnded = false
  #isStream = false

  /** @param mostTokens that the answer may have, thoughts left out. Default: any number. */
  constructor(dialect: Dialect, mostTokens = Infinity) {
    this.#dialect = dialect
    this.#mostTokens = mostTokens
    const take = (data: string): void => this.#take(data)
    this.#stream = dialect.framing === 'sse' ? new EventStream(take) : new LineStream(take)
  }

  /** It never goes on for as long as it likes: a stream that does not end is late. */
  onHead(status: number, headers: IncomingHttpHeaders, atMs: number): boolean {
    const { 'content-type': type = '', 'content-encoding': coding = 'identity' } = headers
    const { [this.#dialect.idHeader]: id } = headers
    this.headMs = atMs
    this.id = typeof id === 'string' ? id : undefined
    // What is refused says so in a form of its own.
    this.#isStream = status < 400 && this.#dialect.streamType.test(type) && isPlain(coding)
    if (status < 400 && !this.#isStream)
      this.#fault = isPlain(coding)
        ? { cause: 'no stream', example: type === '' ? 'without a Content-Type' : `Content-Type: ${type}` }
        : { cause: 'compressed stream', example: `Content-Encoding: ${coding}, and identity was asked for` }
    this.#coding = coding
    return false
  }

  onBody(bytes: Buffer, atMs: number): void {
    if (!this.#isStream) {
      if (this.#refused.length < MOST_REFUSED) this.#refused = Buffer.concat([this.#refused, bytes])
      return
    }
    this.#atMs = atMs
    try {
      this.#stream.push(bytes)
    } catch (error) {
      this.#fault ??= { cause: 'malformed event', example: (error as Error).message }
    }
  }

  /** The start of what is no stream; empty where nobody can read it. */
  get refusal(): string {
    return decodedBody(this.#refused, this.#coding).text.slice(0, REFUSAL_CHARACTERS)
  }

  /** Whether it was said that nothing follows. */
  get isEnded(): boolean {
    return this.#isEnded
  }

  /** The answer is over, or its connection. @returns what is wrong with it, if anything is */
  close(): AnswerFault | undefined {
    this.#stream.end?.()
    if (this.#fault) return this.#fault
    const count = this.arrivals.length
    if (this.finish === undefined) {
      return { cause: 'cut in the stream', example: `after ${count} events, without a finish reason` }
    }
    if (isBrokenOff(this.finish))
      return { cause: GIVEN_UP, example: `after ${count} events, finish reason ${this.finish}` }
    const example = this.#contradiction()
    if (example !== undefined) return { cause: 'usage contradicts the stream', example }
    return count === 0 ? { cause: 'empty answer', example: `finish reason ${this.finish}` } : undefined
  }

  /** What of the usage can't be. That all together are more than prompt and answer is none: nobody knows what else was counted. */
  #contradiction(): string | undefined {
    const { input = 0, cachedInput = 0, output, reasoning = 0 } = this.usage ?? {}
    if (output === undefined) return undefined
    const count = this.arrivals.length
    if (output < count) return `${count} events with tokens, and a usage of ${output} tokens`
    if (input < cachedInput) return `${input} tokens of the prompt, and ${cachedInput} of them cached`
    if (output < reasoning)
      return `a usage of ${output} tokens, and of ${reasoning} that are thoughts among them`
    if (output - reasoning > this.#mostTokens + END_TOKENS)
      return `at most ${this.#mostTokens} tokens were asked for, and a usage of ${output - reasoning}`
    if (this.#total !== undefined && this.#total < input + output)
      return `${input} tokens of the prompt and ${output} of the answer, and ${this.#total} together`
    return this.#fell
  }

  #take(data: string): void {
    if (data.trim() === this.#dialect.end) {
      this.#isEnded = true
      return
    }
    let told: Told
    try {
      told = this.#dialect.read(JSON.parse(data))
    } catch {
      // Proxies write their comments as data, too.
      if (data.startsWith(':')) return
      this.#fault ??= { cause: 'malformed event', example: data }
      return
    }
    this.#note(told)
  }

  #note({ token, finish, usage, total, error, isEnd }: Told): void {
    if (error !== undefined) this.#fault ??= { cause: 'error in the stream', example: error }
    if (token !== undefined) this.arrivals.push(this.#atMs)
    if (token === 'reasoning') this.thoughts++
    if (token === 'text') this.visibleMs ??= this.#atMs
    if (finish !== undefined) this.finish = finish
    if (total !== undefined) this.#total = total
    const [before, now] = [this.usage?.output ?? 0, usage?.output ?? Infinity]
    if (now < before) this.#fell ??= `a usage of ${before} tokens, and then of ${now}`
    // Some tell it in every event, and each time of all so far: it is not to be summed.
    if (usage) this.usage = { ...this.usage, ...usage }
    if (isEnd) this.#isEnded = true
  }
}
