import { readHistograms } from '../../../load/measure/distribution.ts'
import type { Doubt, Measurement } from '../../../load/measure/measurement.ts'
import { formatCount, formatValue } from '../../format.ts'
import { clip } from '../cite.ts'
import type { Rule } from '../rule.ts'
import type { Seen } from '../seen.ts'
import { takesProfile } from '../takes-profile.ts'
import { isFull } from './target-cpu.ts'

const SECOND_MS = 1000

/** From so much of a second on whoever is answered in it notices that the target stood still, ms. */
const NOTICED_MS = 100

/** Of fewer values nobody tells where 95 % of them end. */
const LEAST_VALUES = 10

/** So many seconds with a stop, and so many without, have to be there; this share of the first has to be above this share of the others. */
const LEAST_SECONDS = 5
const [MOST_OF_STOPPED, MOST_OF_OTHERS] = [0.75, 0.75]

/** Answers are late where they take so many times as long, and so much longer, ms. */
const LATE = { times: 2, ms: 20 }

/** Something that holds a target up, and the seconds in which it was read, each with whether it did. */
interface Stops {
  /** What was so in those seconds, as the end of `in the 12 seconds in which `. */
  what: string
  next: string
  seconds: ReadonlyMap<number, boolean>
}

/** Answers are late in the same seconds in which the target collects garbage, its event loop is held up, or its CPU is full. */
export const lateInStops: Rule = {
  id: 'late-in-stops',
  find: (seen, open) => {
    // The first that lines up is the nearest to a cause: collections hold the loop up, and both fill the CPU.
    for (const stops of [collections(seen), heldLoop(seen), fullCpu(seen)]) {
      const found = [...new Set(seen.report.measurements.map(({ metric }) => metric))]
        .filter(metric => metric.endsWith('.latency'))
        .flatMap(metric => compare(seen, metric, stops) ?? [])
        .toSorted((a, b) => b.lateMs / b.otherMs - a.lateMs / a.otherMs)[0]
      if (!found) continue
      const { metric, stopped, others, lateMs, otherMs } = found
      const ms = (value: number): string => formatValue(value, 'ms')
      const explains = open.filter(one => one.metric === metric && seen.isStrained(one))
      return [
        {
          explains,
          ...(explains.length === 0 ? { priority: 'MEDIUM' as const } : {}),
          text: `Late answers line up with what holds the target up: in the ${formatCount(stopped)} seconds in which ${stops.what}, 95 % of requests took up to ${ms(lateMs)}, and in the ${formatCount(others)} others up to ${ms(otherMs)} (${clip(metric)}, the middle one of those seconds).`,
          next: stops.next,
        },
      ]
    }
    return []
  },
}

/** Compares the seconds of a metric with a stop and without; `undefined` where they are too few, or alike. */
function compare(seen: Seen, metric: string, { seconds }: Stops) {
  const measured = seen.measurements(metric).filter(({ doubts }) => !doubts.some(isOfAllSeconds))
  const data = measured.flatMap(one => (one.data.kind === 'histogram' ? [one.data] : []))
  if (data.length === 0 || seconds.size === 0) return undefined
  const doubted = new Set(measured.flatMap(({ doubts }) => doubts.flatMap(doubtedSeconds)))
  const p95 = { true: [] as number[], false: [] as number[] }
  for (const block of readHistograms(data).blocks) {
    const isStopped = seconds.get(secondOf(block.startMs))
    if (isStopped === undefined || doubted.has(secondOf(block.startMs))) continue
    if (block.spanMs > SECOND_MS || block.n < LEAST_VALUES) continue
    p95[`${isStopped}`].push(block.percentile(95))
  }
  const [stopped, others] = [p95.true, p95.false].map(values => values.toSorted((a, b) => a - b))
  if (!stopped || !others || Math.min(stopped.length, others.length) < LEAST_SECONDS) return undefined
  const [lateMs, otherMs] = [quantile(stopped, 0.5), quantile(others, 0.5)]
  const usual = quantile(others, MOST_OF_OTHERS)
  const isLate = lateMs >= LATE.times * otherMs && lateMs - otherMs >= LATE.ms
  if (!isLate || stopped.filter(value => value > usual).length < MOST_OF_STOPPED * stopped.length)
    return undefined
  return { metric, stopped: stopped.length, others: others.length, lateMs, otherMs }
}

/** The generator had no time left, so that it may have been late at any time. */
const isOfAllSeconds = ({ kind }: Doubt): boolean => kind === 'generator-saturated' || kind === 'cpu-starved'

/** In these the generator was as late as an answer has to be, or other programs took the processors that the target needs. */
function doubtedSeconds(doubt: Doubt): number[] {
  if (doubt.kind !== 'generator-late' && doubt.kind !== 'machine-busy') return []
  const { spanMs = SECOND_MS } = doubt
  return doubt.seconds
    .filter(([, much]) => doubt.kind === 'machine-busy' || much >= LATE.ms)
    .flatMap(([startMs]) => secondsIn({ startMs, endMs: startMs + spanMs - 1 }))
}

function collections(seen: Seen): Stops {
  const measured = seen.measurements('resources.gc')
  const tookMs = new Map<number, number>()
  for (const { startMs, n, mean } of measured.flatMap(({ data }) =>
    data.kind === 'histogram' ? readHistograms([data]).blocks : [],
  ))
    tookMs.set(secondOf(startMs), (tookMs.get(secondOf(startMs)) ?? 0) + n * mean)
  const read = measured.flatMap(({ window }) => secondsIn(window))
  return {
    what: `garbage collections took ${NOTICED_MS} ms and more (resources.gc)`,
    next: 'Have it collect less or for shorter: look in a heap profile for what allocates most, keep fewer small objects, or move what is large out of the heap (buffers, another process).',
    seconds: new Map(read.map(second => [second, (tookMs.get(second) ?? 0) >= NOTICED_MS])),
  }
}

/** A reading tells of the time since the one before: what it tells was in the middle of that, as far as anybody knows. */
function heldLoop(seen: Seen): Stops {
  const seconds = new Map<number, boolean>()
  for (const { data } of seen.measurements('resources.loop-delay')) {
    if (data.kind !== 'samples') continue
    let fromMs = data.points[0]?.atMs ?? 0
    for (const { atMs, value } of data.points) {
      const second = secondOf((fromMs + atMs) / 2)
      seconds.set(second, seconds.get(second) === true || value >= NOTICED_MS)
      fromMs = atMs
    }
  }
  return {
    what: `its event loop was held up for ${NOTICED_MS} ms and more (resources.loop-delay)`,
    next: `Look for what computes in one go at those times, by a timer or for one kind of request (${takesProfile()}), and cut it into pieces or do it in a thread.`,
    seconds,
  }
}

function fullCpu(seen: Seen): Stops {
  const read = seen.points('target.cpu')
  return {
    what: 'its CPU was full (target.cpu)',
    next: `Take a CPU profile of the target under load (${takesProfile()}), and look for what runs at those times and not at others.`,
    seconds: new Map(read.map(([atMs, cpu]) => [secondOf(atMs), isFull(seen, cpu)])),
  }
}

const secondOf = (atMs: number): number => Math.floor(atMs / SECOND_MS)

function secondsIn({ startMs, endMs }: Measurement['window']): number[] {
  const first = secondOf(startMs)
  return Array.from({ length: secondOf(endMs) - first + 1 }, (_, index) => first + index)
}

/** @param sorted ascending, at least one */
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN
