import type { Doubt, Measurement } from '../../../../../load/measure/measurement.ts'
import type { Declared } from '../../../../stored/declared.ts'
import { doubtText } from '../../../../doubts.ts'

/** A span of time whose measurements are doubted. */
export interface DoubtfulSpan {
  metric: string
  name: string
  startSec: number
  endSec: number
  /** The doubt, in a sentence. */
  doubt: string
}

/** The doubtful spans of a report, earliest first. */
export function doubtfulSpans(
  measurements: readonly Measurement[],
  declared: Declared,
  zeroMs: number,
): DoubtfulSpan[] {
  return measurements
    .flatMap(({ metric, labels, window, doubts }) =>
      doubts.flatMap(doubt =>
        spansOf(doubt, window).map(([startMs, endMs]) => ({
          metric,
          name: declared.seriesTitle(metric, labels),
          startSec: (startMs - zeroMs) / 1000,
          endSec: (endMs - zeroMs) / 1000,
          doubt: doubtText(doubt),
        })),
      ),
    )
    .toSorted((a, b) => a.startSec - b.startSec)
}

/** The seconds in which a generator was late, those that follow each other as one; the whole window where a doubt names none. */
function spansOf(
  doubt: Doubt,
  { startMs, endMs }: Measurement['window'],
): [startMs: number, endMs: number][] {
  if (doubt.kind !== 'generator-late') return [[startMs, endMs]]
  const spans: [number, number][] = []
  const { seconds, spanMs = 1000 } = doubt
  for (const [second] of seconds) {
    const last = spans.at(-1)
    if (last?.[1] === second) last[1] = second + spanMs
    else spans.push([second, second + spanMs])
  }
  return spans
}
