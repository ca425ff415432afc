import { largestOf } from '../../measure/extremes.ts'
import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../../clock.ts'
import { LONGEST_TIMER_MS } from '../../long-timer.ts'
import type { Measurement, SamplesData } from '../../measure/measurement.ts'
import { Tally } from '../../measure/tally.ts'
import { RateLimitClient, ROUNDING_MS } from './rate-limit-client.ts'
import type { Refusal, Reply } from './rate-limit-client.ts'
import { isBelow, isBeyond, surelyBeyond, surelyRefused } from './rate-limit-bounds.ts'
import type { Burst } from './rate-limit-bounds.ts'
import type { RateLimitOptions } from './rate-limit-options.ts'

/** Who is refused without being told for how long asks again this often in a window. */
const ASKS_IN_A_WINDOW = 20

/** The second burst begins this share of a window after the first one's place in it: windows that drift do not turn over there. */
const DRIFT_SHARE = 0.25

/**
 * Goes past a rate limit, as a caller who is limited, and looks whether each answer past it is a refusal that tells when to come back: 429 with
 * `Retry-After` (RFC 6585, section 4; RFC 9110, section 10.2.3). Then does as told, and asks again.
 *
 * One burst of `limit + past` requests shows that. Where it lets in more or fewer than the limit, that may be because a window turned over in the
 * middle of it, or was half used by others; so after a quiet window there is a second one, and only what no window can explain is wrong.
 *
 * @returns `ratelimit`, each answer past the limit and the one after the wait: good or, by what is wrong with it, bad. And `ratelimit.back`, ms
 * from the end of the wait until it was first let in again
 */
export async function probeRateLimit(options: RateLimitOptions, clock: Clock): Promise<Measurement[]> {
  const client = new RateLimitClient(options, clock)
  try {
    return await new Probe(options, client, clock).run()
  } finally {
    client.close()
  }
}

class Probe {
  readonly #options: RateLimitOptions
  readonly #client: RateLimitClient
  readonly #clock: Clock
  readonly #tally = new Tally()
  readonly #back: SamplesData['points'] = []

  constructor(options: RateLimitOptions, client: RateLimitClient, clock: Clock) {
    this.#options = options
    this.#client = client
    this.#clock = clock
  }

  async run(): Promise<Measurement[]> {
    const { windowMs } = this.#options
    const startMs = this.#clock.nowMs()
    const first = await this.#burst(await this.#askUntilIn(startMs + windowMs + ROUNDING_MS))
    await this.#comeBack(first.refusals, first.endMs)
    if (isBelow(first, this.#options) || isBeyond(first, this.#options)) {
      const quietMs = this.#clock.nowMs() + windowMs
      const windows = Math.ceil((quietMs - first.endMs) / windowMs)
      await this.#until(first.endMs + (windows + DRIFT_SHARE) * windowMs)
      const second = await this.#burst(await this.#client.ask())
      const wrong = {
        'refused within the limit': surelyRefused(second, this.#options),
        'served beyond the limit': surelyBeyond(first, second, this.#options),
      }
      for (const [cause, count] of Object.entries(wrong)) {
        if (count > 0) this.#tally.bad(cause, second.endMs, count)
      }
    }
    return this.#measurements({ startMs, endMs: this.#clock.nowMs() })
  }

  /** Goes on from a request to all of a burst, and counts what is past the limit. */
  async #burst(begun: Reply): Promise<Burst & { refusals: Refusal[] }> {
    const { limit, past = 100 } = this.#options
    const replies = [begun, ...(await this.#client.askOften(limit + past - 1))]
    for (const reply of replies) {
      if (reply.kind === 'let-in') continue
      if (reply.fault === undefined) this.#tally.good(reply.atMs)
      else this.#bad(reply.fault, reply)
    }
    const refusals = replies.filter(reply => reply.kind === 'refused')
    return {
      refusals,
      refused: refusals.length,
      letIn: replies.filter(reply => reply.kind === 'let-in').length,
      sent: replies.length,
      startMs: begun.sentMs,
      endMs: largestOf(replies.map(({ atMs }) => atMs)),
    }
  }

  /** Waits for as long as the longest of the refusals asked for, and looks whether it is let in. */
  async #comeBack(refusals: readonly Refusal[], burstEndMs: number): Promise<void> {
    if (refusals.length === 0) return
    const { windowMs } = this.#options
    const told = refusals.flatMap(({ untilMs }) => untilMs ?? [])
    const waitedMs = told.length > 0 ? largestOf(told) : burstEndMs + windowMs
    await this.#until(waitedMs)
    const reply = await this.#client.ask()
    const last = await this.#askUntilIn(waitedMs + windowMs + ROUNDING_MS, reply)
    if (reply.kind === 'let-in') this.#tally.good(reply.atMs)
    else if (last.kind !== 'let-in') this.#bad('refused after a whole window', last)
    else this.#bad(reply.kind === 'broken' ? reply.fault : 'refused after Retry-After', reply)
    if (told.length === 0) return
    const value = last.atMs - waitedMs
    this.#back.push({ atMs: last.atMs, value, ...(last.kind === 'let-in' ? {} : { censored: true }) })
  }

  /**
   * Asks, and as long as it is not let in waits as it is told and asks again.
   *
   * @param begun the answer that it begins with. Default: it begins with a request.
   * @returns the first answer of one that was let in, or at the deadline the last
   */
  async #askUntilIn(deadlineMs: number, begun?: Reply): Promise<Reply> {
    let reply = begun ?? (await this.#client.ask())
    while (reply.kind !== 'let-in') {
      const soonestMs = this.#clock.nowMs() + this.#options.windowMs / ASKS_IN_A_WINDOW
      const nextMs = Math.max(soonestMs, (reply.kind === 'refused' && reply.untilMs) || 0)
      if (nextMs > deadlineMs) break
      await this.#until(nextMs)
      reply = await this.#client.ask()
    }
    return reply
  }

  /** A timer may be a little early. */
  async #until(atMs: number): Promise<void> {
    for (let leftMs = 1; leftMs > 0; leftMs = atMs - this.#clock.nowMs()) {
      await delay(Math.min(LONGEST_TIMER_MS, Math.max(0, atMs - this.#clock.nowMs())))
    }
  }

  #bad(cause: string, reply: Reply): void {
    this.#tally.bad(cause, reply.atMs, 1, reply.kind === 'let-in' ? undefined : reply.example)
  }

  #measurements(window: Measurement['window']): Measurement[] {
    const common = { labels: this.#options.labels, window, doubts: [] }
    const data = this.#tally.toData()
    const { limit, past = 100 } = this.#options
    const nothing = `Of ${limit + past} requests the target refused none: it enforces no limit of ${limit}.`
    return [
      {
        ...common,
        metric: 'ratelimit',
        unit: 'count',
        data,
        ...(data.total === 0 ? { absence: nothing } : {}),
      },
      {
        ...common,
        metric: 'ratelimit.back',
        unit: 'ms',
        data: { kind: 'samples', points: this.#back },
        ...(this.#back.length === 0 ? { absence: 'No refusal had a usable Retry-After.' } : {}),
      },
    ]
  }
}
