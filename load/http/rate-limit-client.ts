import { Pool } from 'undici'
import type { Clock } from '../clock.ts'
import { headersOf } from './request.ts'
import type { RateLimitOptions } from './rate-limit.ts'
import { httpDateMs, retryAfterMs } from './retry-after.ts'

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

/** Connections: few, as one caller has. */
const CONNECTIONS = 10

/** A wait is told in whole seconds and so rounded up, and where it is told as a date so is what the date counts from. */
export const ROUNDING_MS = 2000

/** Asks for one thing over and over, and reads what a rate limiter says to it. */
export class RateLimitClient {
  readonly #options: RateLimitOptions
  readonly #clock: Clock
  readonly #pool: Pool
  readonly #headers: Record<string, string>
  #asked = 0

  constructor(options: RateLimitOptions, clock: Clock) {
    this.#options = options
    this.#clock = clock
    this.#pool = new Pool(options.origin, { connections: CONNECTIONS, pipelining: 1 })
    this.#headers = headersOf(options.request, options.headers ?? {})
  }

  /** Asks once. */
  async ask(): Promise<Reply> {
    const { request, timeoutMs = 10_000 } = this.#options
    const { method, path, bodies = [] } = request
    const body = bodies[this.#asked++ % bodies.length] ?? null
    const sentMs = this.#clock.nowMs()
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      const answer = await this.#pool.request({ method, path, headers: this.#headers, body, signal })
      const text = await answer.body.text()
      const times = { sentMs, atMs: this.#clock.nowMs() }
      if (answer.statusCode === 429) return { ...times, ...this.#refusal(answer.headers, times.atMs, text) }
      if (answer.statusCode < 500) return { ...times, kind: 'let-in' }
      return { ...times, kind: 'broken', fault: `status ${answer.statusCode}`, example: text }
    } catch (error) {
      const { name, code, message } = error as Error & { code?: string }
      const fault = name === 'TimeoutError' ? 'timeout' : (code ?? message)
      return { sentMs, atMs: this.#clock.nowMs(), kind: 'broken', fault, example: message }
    }
  }

  /** Asks so many times, as fast as the answers come. */
  async askOften(times: number): Promise<Reply[]> {
    const replies: Reply[] = []
    let left = times
    const askInTurn = async (): Promise<void> => {
      while (left-- > 0) replies.push(await this.ask())
    }
    await Promise.all(Array.from({ length: CONNECTIONS }, askInTurn))
    return replies
  }

  /** Ends its connections. */
  async close(): Promise<void> {
    await this.#pool.destroy()
  }

  #refusal(headers: Record<string, string | string[] | undefined>, atMs: number, body: string) {
    const asked = headers['retry-after']
    const kind = 'refused'
    if (asked === undefined) return { kind, fault: '429 without Retry-After', example: body } as const
    const value = String(asked)
    const waitMs = retryAfterMs(value, httpDateMs(String(headers['date'])) ?? atMs)
    const example = `Retry-After: ${value}`
    if (waitMs === undefined) return { kind, fault: '429 with an unreadable Retry-After', example } as const
    const longestMs = this.#options.windowMs + ROUNDING_MS
    if (waitMs <= longestMs) return { kind, untilMs: atMs + waitMs, example } as const
    const fault = '429 that asks to wait for longer than the window'
    return { kind, untilMs: atMs + longestMs, fault, example } as const
  }
}
