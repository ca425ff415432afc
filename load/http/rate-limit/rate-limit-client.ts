import type { Clock } from '../../clock.ts'
import type { Answered } from '../wire/answered.ts'
import { faultOf } from '../fault-of.ts'
import { outgoing } from '../outgoing.ts'
import type { RateLimitOptions } from './rate-limit-options.ts'
import { httpDateMs, retryAfterMs } from './retry-after.ts'
import { Sender } from '../sender.ts'
import type { Done, Prepared } from '../sender.ts'

/** What a rate limiter made of a request. Any status but 429 and those from 500 on shows that it let the request in. */
export type Reply = { /** Epoch ms. */ sentMs: number; atMs: number } & (
  | { kind: 'let-in' }
  | {
      kind: 'refused'
      /** Epoch ms from which on it may be asked again; absent when it does not say. */
      untilMs?: number
      /** What is wrong with how it says so. */
      fault?: string
      example: string
    }
  | { kind: 'broken'; fault: string; example: string }
)

/** A reply that keeps the caller out. */
export type Refusal = Extract<Reply, { kind: 'refused' }>

/** Requests under way at once: few, as one caller has. */
const AT_ONCE = 10

/** A wait is told in whole seconds and so rounded up, and where it is told as a date so is what the date counts from. */
export const ROUNDING_MS = 2000

/** Asks for one thing over and over, and reads what a rate limiter says to it. */
export class RateLimitClient {
  readonly #windowMs: number
  readonly #clock: Clock
  readonly #sender: Sender
  readonly #next: (index: number) => Prepared
  #asked = 0

  constructor(options: RateLimitOptions, clock: Clock) {
    this.#windowMs = options.windowMs
    this.#clock = clock
    // One that was sent again would be two to the limiter, and hide that the first was cut.
    this.#sender = new Sender({ ...options, resends: false }, clock)
    this.#next = outgoing(options.request, options.headers ?? {}, this.#sender)
  }

  /** Asks once. */
  async ask(): Promise<Reply> {
    const { outcome, startedMs } = await new Promise<Done>(resolve =>
      this.#sender.send(this.#next(this.#asked++), this.#clock.nowMs(), resolve),
    )
    const times = { sentMs: startedMs, atMs: this.#clock.nowMs() }
    if (outcome.kind === 'answered' && outcome.status === 429)
      return { ...times, ...this.#refusal(outcome, times.atMs) }
    if (outcome.kind === 'answered' && outcome.status < 500) return { ...times, kind: 'let-in' }
    const { cause: fault, example } = faultOf(outcome) ?? { cause: 'unknown', example: '' }
    return { ...times, kind: 'broken', fault, example }
  }

  /** Asks so many times, as fast as the answers come. */
  async askOften(times: number): Promise<Reply[]> {
    const replies: Reply[] = []
    let left = times
    const askInTurn = async (): Promise<void> => {
      while (left-- > 0) replies.push(await this.ask())
    }
    await Promise.all(Array.from({ length: AT_ONCE }, askInTurn))
    return replies
  }

  /** Ends its connections. */
  close(): void {
    this.#sender.stop()
  }

  #refusal({ headers, body }: Answered, atMs: number) {
    const asked = headers['retry-after']
    const kind = 'refused'
    if (asked === undefined) return { kind, fault: '429 without Retry-After', example: body } as const
    const waitMs = retryAfterMs(asked, httpDateMs(String(headers.date)) ?? atMs)
    const example = `Retry-After: ${asked}`
    if (waitMs === undefined) return { kind, fault: '429 with an unreadable Retry-After', example } as const
    const longestMs = this.#windowMs + ROUNDING_MS
    if (waitMs <= longestMs) return { kind, untilMs: atMs + waitMs, example } as const
    const fault = '429 that asks to wait for longer than the window'
    return { kind, untilMs: atMs + longestMs, fault, example } as const
  }
}
