import type { Clock } from '../clock.ts'
import { jitWarmUp } from '../http/jit-warm-up.ts'
import { GeneratorHealth, healthMeasurements } from '../measure/health/generator-health.ts'
import { healthDoubts } from '../measure/health/health-doubts.ts'
import { nearestRank } from '../measure/nearest-rank.ts'
import { Recording } from '../measure/recording.ts'
import type { LlmResult } from './llm-load.ts'
import type { LlmOptions } from './llm-options.ts'
import { LlmSession, overBudgetBecause } from './llm-session.ts'
import { timingOf } from './timing.ts'

/** One call against many at once, in turns. */
export interface AtOnceOptions extends LlmOptions {
  /** Calls at once. Default 10. */
  calls?: number
  /** Default 10. */
  pairs?: number
}

interface Trial {
  ttftMs: number
  /** `undefined` where the tokens of a call are not known, or came all at once. */
  tpotMs: number | undefined
  /** Whether the tokens of each call are known. */
  isCounted: boolean
}

/**
 * Makes a call alone and many at once, in turns, and compares them within each pair: what changes between pairs is in both.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns for each pair in which no call failed `llm.concurrent`: by which share the 95th percentile of the time to the first token of those at once is longer than the time of
 * the one alone; and `llm.concurrent.tpot`, the same of the time for a token, where it is known
 */
export async function measureAtOnce(
  options: AtOnceOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<LlmResult> {
  const { provider, calls = 10, pairs = 10 } = options
  const labels = { provider }
  const session = new LlmSession(options, clock, recording)
  const { sender, budget } = session
  const identity = (metric: string) => ({ metric, unit: 'ratio', labels }) as const
  const first = recording.samples(identity('llm.concurrent'))
  const pace = recording.samples(identity('llm.concurrent.tpot'))
  try {
    await jitWarmUp(clock)
    // What opens the connections, and has the code compiled, counts for neither.
    await trialOf(session, calls, clock)
    const health = new GeneratorHealth(clock, options.lateFromMs, { recording, generator: 'llm' })
    const startMs = clock.nowMs()
    let made = 0
    let failed = 0
    let isCounted = true
    for (; made < pairs && !budget.isOver; made++) {
      const atMs = clock.nowMs()
      const order = made % 2 === 0 ? [1, calls] : [calls, 1]
      const trials = new Map<number, Trial | undefined>()
      for (const count of order) trials.set(count, await trialOf(session, count, clock))
      const [alone, many] = [trials.get(1), trials.get(calls)]
      if (!alone || !many) {
        // What the budget refused in the middle of a pair did not fail.
        if (!budget.isOver) failed++
        continue
      }
      isCounted &&= alone.isCounted && many.isCounted
      first.add(longerBy(many.ttftMs, alone.ttftMs), atMs)
      if (many.tpotMs !== undefined && alone.tpotMs !== undefined)
        pace.add(longerBy(many.tpotMs, alone.tpotMs), atMs)
    }
    const report = health.stop()
    const window = { startMs, endMs: clock.nowMs() }
    const why = [
      ...(failed > 0 ? [`In ${failed} of ${made} pairs a call failed.`] : []),
      ...(budget.isOver ? [overBudgetBecause(options)] : []),
    ]
    const absent = (reasons: readonly string[]) => (reasons.length > 0 ? { absence: reasons.join(' ') } : {})
    const common = { unit: 'ratio', labels, window, doubts: healthDoubts([report]) } as const
    const isPaced = first.count === 0 || pace.count > 0
    const unpaced = isCounted
      ? 'All tokens of an answer came at once.'
      : 'How many tokens an answer has nobody told: its stream has no usage.'
    return {
      spent: budget.spent,
      measurements: [
        { ...common, ...absent(why), metric: 'llm.concurrent', data: first.toData() },
        {
          ...common,
          ...absent(isPaced ? why : [...why, unpaced]),
          ...(isPaced || why.length > 0 ? {} : { isExcused: true }),
          metric: 'llm.concurrent.tpot',
          data: pace.toData(),
        },
        ...healthMeasurements('llm', [report], window),
      ],
    }
  } finally {
    sender.stop()
  }
}

/** @returns by which share of itself a time is longer with many; 0 where it is not */
const longerBy = (many: number, alone: number): number => Math.max(0, many / alone - 1)

/** @returns the 95th percentiles of calls at once; `undefined` where one of them failed */
async function trialOf(session: LlmSession, count: number, clock: Clock): Promise<Trial | undefined> {
  const timings = await Promise.all(
    Array.from({ length: count }, async () => {
      const intendedMs = clock.nowMs()
      const called = await session.call(intendedMs)
      return called && !called.outcome.fault ? timingOf(called, intendedMs) : undefined
    }),
  )
  const p95 = (values: readonly (number | undefined)[]): number | undefined => {
    const known = values.filter(value => value !== undefined)
    return known.length === count
      ? nearestRank(
          known.toSorted((a, b) => a - b),
          95,
        )
      : undefined
  }
  const ttftMs = p95(timings.map(timing => timing?.ttftMs))
  const tpotMs = p95(timings.map(timing => timing?.tpotMs))
  const isCounted = timings.every(timing => timing?.tokens !== undefined)
  return ttftMs === undefined ? undefined : { ttftMs, tpotMs, isCounted }
}
