import type { Judgement } from '../../../judge/slo.ts'
import type { RunReport } from '../../../run-report.ts'
import type { Declared } from '../../../stored/declared.ts'
import { judgementsOf } from './verdict/judged.ts'
import { nearestRank } from '../../../../load/measure/nearest-rank.ts'
import { pooledSamples, type PooledSamples } from './measured/pooled-samples.ts'
import { percentileLimits } from './verdict/percentile-limits.ts'
import { trackOf, type Track } from './verdict/track.ts'

/** One metric, every value of it a dot. */
export interface Strip {
  metric: string
  title: string
  samples: PooledSamples
  /** In time order. */
  values: number[]
  median: number
  /** The percentile that its limit is on where that is above the median, else the 95th. */
  high: { percentile: number; value: number }
  /** The judgement about these values; absent when no SLO covers them. */
  judgement?: Judgement
  scale: Pick<Track, 'low' | 'high'>
}

/** A fold of fewer would save no room. */
const FEWEST_FOLDED = 3

/** Shown where no limit is on a higher percentile. */
const HIGH = 95

/** The strips of a section: samples of which each is a visit of its own. */
export function stripsOf(
  report: Pick<RunReport, 'measurements' | 'judgements'>,
  declared: Declared,
): Strip[] {
  return pooledSamples(report.measurements)
    .filter(({ metric }) => declared.view(metric).kind === 'strip')
    .map(samples => stripOf(samples, report.judgements, declared))
    .toSorted(
      (a, b) =>
        declared.byOrder(a.metric, b.metric) || a.title.localeCompare(b.title, 'en', { numeric: true }),
    )
}

/**
 * @returns the strips that an SLO limits, and the others, in their order; where none is limited or hardly any is not, all of them in place of the limited
 */
export function dividedByLimit(strips: readonly Strip[]): { limited: Strip[]; others: Strip[] } {
  const limited = strips.filter(({ judgement }) => judgement !== undefined)
  const others = strips.filter(({ judgement }) => judgement === undefined)
  if (limited.length === 0 || others.length < FEWEST_FOLDED) return { limited: [...strips], others: [] }
  return { limited, others }
}

function stripOf(samples: PooledSamples, judgements: readonly Judgement[], declared: Declared): Strip {
  const { metric, labels, unit } = samples
  const values = samples.points.toSorted((a, b) => a.atMs - b.atMs).map(point => point.value)
  const sorted = values.toSorted((a, b) => a - b)
  const judgement = judgementsOf(judgements, metric, labels, 'values')[0]
  const [limited] = judgement ? percentileLimits({ metric, labels }, [judgement]) : []
  const percentile = limited && limited.percentile > 50 ? limited.percentile : HIGH
  const strip = {
    metric,
    title: declared.seriesTitle(metric, labels),
    samples,
    values,
    median: nearestRank(sorted, 50) ?? 0,
    high: { percentile, value: nearestRank(sorted, percentile) ?? 0 },
  }
  if (judgement) return { ...strip, judgement, scale: trackOf({ ...judgement, unit, parts: values }) }
  return { ...strip, scale: { low: 0, high: 1.05 * (sorted.at(-1) ?? 0) || 1 } }
}
