import type { Doubt, Measurement } from '../../../../../load/measure/measurement.ts'
import type { Declared } from '../../../../stored/declared.ts'
import { doubtText } from '../../../../doubts.ts'
import { formatValue } from '../../../../format.ts'

/** A period in which measurements are doubted for one cause: what is doubted at times that touch is one. */
export interface DoubtfulPeriod {
  kind: Doubt['kind']
  startSec: number
  endSec: number
  /** The doubt, in a sentence. */
  doubt: string
  /** What is doubted: the names of metrics, and their titles with labels. */
  metrics: ReadonlySet<string>
  titles: ReadonlySet<string>
}

/** A stretch of one doubt, epoch milliseconds; `lateMs` is what a generator was late by. */
interface Stretch {
  startMs: number
  endMs: number
  lateMs?: number
}

/** Stretches this near to each other are one period, ms. */
const NEAR_MS = 1000

/** @returns the doubtful periods of a report, the earliest first: at one time there is one of a cause, whatever number of metrics it is of */
export function doubtfulPeriods(
  measurements: readonly Measurement[],
  declared: Declared,
  zeroMs: number,
): DoubtfulPeriod[] {
  const found = measurements
    .filter(({ doubts }) => doubts.length > 0)
    .flatMap(({ metric, labels, window, doubts }) => {
      const title = declared.seriesTitle(metric, labels)
      return doubts.flatMap(doubt =>
        stretchesOf(doubt, window).map(stretch => ({ ...stretch, doubt, metric, title })),
      )
    })
  return [...Map.groupBy(found, ({ doubt }) => doubt.kind)]
    .flatMap(([kind, own]) =>
      joined(own).map((together): DoubtfulPeriod => {
        const startMs = Math.min(...together.map(one => one.startMs))
        const endMs = Math.max(...together.map(one => one.endMs))
        return {
          kind,
          startSec: (startMs - zeroMs) / 1000,
          endSec: (endMs - zeroMs) / 1000,
          doubt: tell(together),
          metrics: new Set(together.map(({ metric }) => metric)),
          titles: new Set(together.map(({ title }) => title)),
        }
      }),
    )
    .toSorted((a, b) => a.startSec - b.startSec)
}

function joined<One extends Stretch>(stretches: readonly One[]): One[][] {
  const groups: One[][] = []
  let endMs = -Infinity
  for (const one of stretches.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = groups.at(-1)
    if (last && one.startMs <= endMs + NEAR_MS) last.push(one)
    else groups.push([one])
    endMs = Math.max(endMs, one.endMs)
  }
  return groups
}

/** How late it was at most in this period, where that is known; else the first doubt. */
function tell(together: readonly (Stretch & { doubt: Doubt })[]): string {
  const late = together.flatMap(({ lateMs }) => lateMs ?? [])
  if (late.length > 0)
    return `The test machine was up to ${formatValue(Math.max(...late), 'ms')} late, not the target.`
  return together[0] ? doubtText(together[0].doubt) : ''
}

/** The seconds that a doubt names; the whole window where it names none. */
function stretchesOf(doubt: Doubt, window: Measurement['window']): Stretch[] {
  if (!('seconds' in doubt)) return [window]
  const { kind, seconds, spanMs = 1000 } = doubt
  return seconds.map(([startMs, worst]) => ({
    startMs,
    endMs: startMs + spanMs,
    ...(kind === 'generator-late' && { lateMs: worst }),
  }))
}
