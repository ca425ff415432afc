import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import { httpDateMs, retryAfterMs } from '../http/rate-limit/retry-after.ts'
import { loadDoubts } from '../loops/operation-record.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import type { Tally } from '../measure/tally.ts'
import type { BlockHistogram } from '../measure/histogram.ts'
import type { Called } from './llm-call.ts'
import type { LlmResult } from './llm-load.ts'
import type { LlmOptions } from './llm-options.ts'
import { LlmSession, overBudgetBecause } from './llm-session.ts'

/** A limit, and a model that has it. */
export interface LimitOptions extends LlmOptions {
  limit: { model: string; requests: number; windowMs: number }
}

/** What `Retry-After` can't say, being in whole seconds, and what a clock and a timer may be off, ms. */
const ROUNDING_MS = 1050

/**
 * Makes as many calls as a limit allows and as many again, all at once, waits with those that are refused for as long as they are told, and looks whether
 * each comes back.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns `llm.ratelimit` (without a value, and why, where none was refused, or the budget allows no call): calls that were refused, and what was wrong with how; `llm.ratelimit.wait`, how long they were told to wait, and
 * `llm.ratelimit.overhead`, how much longer than that and their answer it took them
 */
export async function measureLimit(
  options: LimitOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<LlmResult> {
  const { provider, limit } = options
  const labels = { provider }
  const session = new LlmSession(options, clock, recording)
  const tally = recording.tally({ metric: 'llm.ratelimit', unit: 'count', labels })
  const waits = recording.histogram({ metric: 'llm.ratelimit.wait', unit: 'ms', labels })
  const overheads = recording.histogram({ metric: 'llm.ratelimit.overhead', unit: 'ms', labels })
  try {
    const startMs = clock.nowMs()
    const calls = new LimitedCalls(session, limit, clock, { tally, waits, overheads })
    await Promise.all(Array.from({ length: 2 * limit.requests }, () => calls.make()))
    const window = { startMs, endMs: clock.nowMs() }
    const wanted = 2 * limit.requests
    const { isOver } = session.budget
    const doubts = isOver ? loadDoubts(wanted, calls.unmade) : []
    const common = { labels, window, doubts }
    const data = tally.toData()
    const nothing = isOver
      ? overBudgetBecause(options)
      : `Of ${wanted} calls to ${limit.model} none was refused: it enforces no limit of ${limit.requests}.`
    const times = [
      { metric: 'llm.ratelimit.wait', histogram: waits },
      { metric: 'llm.ratelimit.overhead', histogram: overheads },
    ]
    return {
      spent: session.budget.spent,
      measurements: [
        {
          ...common,
          metric: 'llm.ratelimit',
          unit: 'count',
          data,
          ...(data.total === 0 ? { absence: nothing } : {}),
        },
        ...times
          .filter(({ histogram }) => histogram.n > 0)
          .map(({ metric, histogram }): Measurement => ({
            ...common,
            metric,
            unit: 'ms',
            data: histogram.toData(),
          })),
      ],
    }
  } finally {
    session.sender.stop()
  }
}

class LimitedCalls {
  readonly #session: LlmSession
  readonly #limit: LimitOptions['limit']
  readonly #clock: Clock
  /** Those that the budget kept from being made, or from coming back. */
  unmade = 0
  readonly #kept: { tally: Tally; waits: BlockHistogram; overheads: BlockHistogram }

  constructor(
    session: LlmSession,
    limit: LimitOptions['limit'],
    clock: Clock,
    kept: { tally: Tally; waits: BlockHistogram; overheads: BlockHistogram },
  ) {
    this.#session = session
    this.#limit = limit
    this.#clock = clock
    this.#kept = kept
  }

  /** One call, until it is answered or shows that a refusal was wrong. */
  async make(): Promise<void> {
    const startMs = this.#clock.nowMs()
    const first = await this.#call(startMs)
    if (!first) this.unmade++
    if (!first?.outcome.fault) return
    const waitMs = this.#toldWait(first)
    if (waitMs === undefined) return
    await this.#wait(waitMs)
    const again = this.#clock.nowMs()
    const second = await this.#call(again)
    if (!second) {
      this.unmade++
      return
    }
    const { fault } = second.outcome
    if (fault) {
      const cause = second.status === 429 ? 'refused after Retry-After' : `lost: ${fault.cause}`
      this.#kept.tally.bad(cause, again, 1, fault.example)
      return
    }
    this.#kept.tally.good(again)
    this.#kept.waits.record(waitMs, again)
    this.#kept.overheads.record(again - startMs - waitMs, again)
  }

  #call(atMs: number): Promise<Called | undefined> {
    return this.#session.call(atMs, this.#limit.model)
  }

  /** @returns how long a refused call is to wait, ms; `undefined` where the refusal is none, or does not tell */
  #toldWait({ status, retryAfter, headers, outcome: { fault } }: Called): number | undefined {
    const { tally } = this.#kept
    const nowMs = this.#clock.nowMs()
    const bad = (cause: string, example = fault?.example): undefined =>
      tally.bad(cause, nowMs, 1, example) as undefined
    if (status !== 429) return bad(`no status 429: ${fault?.cause}`)
    if (retryAfter === undefined) return bad('429 without Retry-After')
    // A date is by the provider's clock.
    const toldMs = retryAfterMs(retryAfter, httpDateMs(headers.date ?? '') ?? nowMs)
    const header = `Retry-After: ${retryAfter}`
    if (toldMs === undefined) return bad("Retry-After can't be read", header)
    const { windowMs } = this.#limit
    if (toldMs > windowMs + ROUNDING_MS) return bad('Retry-After is longer than the window', header)
    return toldMs
  }

  /** A timer may be a little early. */
  async #wait(waitMs: number): Promise<void> {
    const untilMs = this.#clock.nowMs() + waitMs
    for (let leftMs = waitMs; leftMs > 0; leftMs = untilMs - this.#clock.nowMs()) await delay(leftMs)
  }
}
