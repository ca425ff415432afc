import { readWhole } from '../measure/histogram.ts'
import { LATE_FROM_MS } from '../measure/health/generator-health.ts'
import type { Measurement } from '../measure/measurement.ts'
import { nearestRank } from '../measure/nearest-rank.ts'
import { TIMER_MS } from './truth/lateness-probe.ts'

/** @returns the percentile by nearest rank of values in any order; NaN, which is within no bound, when there is none */
export const percentileOf = (values: readonly number[], percentile: number): number =>
  nearestRank(
    values.toSorted((a, b) => a - b),
    percentile,
  ) ?? Number.NaN

/** By how much a percentile of a time may be off, in ms, by the account of those who took it and gave it. */
export type Lateness = (percentile: number) => number

/**
 * How long before an edge of its window what happened may be noticed after it, ms. One stall at that moment is enough, whatever share of the time it is: it
 * is the longest of all that counts, and those shorter than `LATE_FROM_MS`, which no doubt names, may have been there too.
 */
export const edgeMsOf = (lateness: Lateness): number => LATE_FROM_MS + lateness(100)

/** The probes that event loops are judged by are this far apart. */
const TICK_MS = 5
const TICKS_A_SECOND = 1000 / TICK_MS

/**
 * The machine's part of an error, by its own account. A time is too long by what the generator was late to send and late to notice the answer, and
 * by what the truth was late to notice what arrived:
 *
 * - of an instrument that sends on schedule, `generator.lateness`, a value for each request, twice: to notice an answer the same event loop is
 *   as late as it is to send, but for the millisecond that is the timer's; or, where that is more, by the stalls that `generator-late`
 *   names, for what came at any time within them
 * - of another, the same stalls, and for all else `generator.loop-delay`, the 99th percentile of each second
 * - of the truth, its own lateness in the window, a value each 5 ms
 *
 * They come at the same moments, so that the sum at percentile `p` is held against each at `100 - (100 - p) / k`, of `k` parts: no more than
 * `100 - p` percent can be later than the sum of these, however they fall together (Boole's inequality).
 *
 * @param all what the instrument handed back
 * @param truthMs the truth's lateness
 * @param instrument whether its times count from the intended start
 */
export function latenessOf(
  all: readonly Measurement[],
  truthMs: readonly number[],
  instrument: { fromIntendedStart: boolean },
): Lateness {
  const schedule = all
    .filter(one => one.metric === 'generator.lateness' && instrument.fromIntendedStart)
    .flatMap(({ data }) => (data.kind === 'histogram' ? data : []))
  const sending = schedule.length > 0 ? readWhole(...schedule) : undefined
  const stalls = noticingOf(all, () => 0)
  const delays = noticingOf(all, delayMs => delayMs)
  const generator: Lateness[] = sending
    ? [
        percentile => sending.percentile(percentile),
        percentile => Math.max(sending.percentile(percentile) - TIMER_MS, latest(stalls, percentile)),
      ]
    : [percentile => latest(delays, percentile)]
  const parts = [...generator, (percentile: number) => latest(truthMs, percentile)]
  return percentile => parts.reduce((sum, part) => sum + part(100 - (100 - percentile) / parts.length), 0)
}

/** The percentile, and 0 where nothing was watched. */
const latest = (values: readonly number[], percentile: number): number =>
  values.length > 0 ? percentileOf(values, percentile) : 0

/**
 * @param usually what is late outside of the stalls, of a second's event-loop delay
 * @returns how long what came at any time of the window had to wait for the generator's event loop, a value each 5 ms
 */
function noticingOf(all: readonly Measurement[], usually: (delayMs: number) => number): number[] {
  const usual = all
    .filter(one => one.metric === 'generator.loop-delay')
    .flatMap(({ data, window }) =>
      data.kind === 'series'
        ? data.points.filter(([endMs]) => isIn(window, endMs - 1000)).map(([, delayMs]) => usually(delayMs))
        : [],
    )
    .flatMap(delayMs => Array.from({ length: TICKS_A_SECOND }, () => delayMs))
  const stalled = [...stallsOf(all).values()].flatMap(stallMs =>
    Array.from({ length: Math.ceil(stallMs / TICK_MS) }, (_, tick) => stallMs - tick * TICK_MS),
  )
  const rest = usual.toSorted((a, b) => b - a).slice(stalled.length)
  return [...rest, ...stalled]
}

/** The longest stall of each second that had one worth a doubt. */
function stallsOf(all: readonly Measurement[]): Map<number, number> {
  const stalls = new Map<number, number>()
  for (const { doubts, window } of all) {
    for (const doubt of doubts) {
      if (doubt.kind !== 'generator-late') continue
      for (const [startMs, lateMs] of doubt.seconds)
        if (isIn(window, startMs)) stalls.set(startMs, Math.max(lateMs, stalls.get(startMs) ?? 0))
    }
  }
  return stalls
}

/** Whether most of the second from `secondMs` on lies in the window: before it a generator starts and warms up. */
const isIn = ({ startMs, endMs }: Measurement['window'], secondMs: number): boolean =>
  secondMs + 500 >= startMs && secondMs + 500 < endMs
