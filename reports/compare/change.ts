import { median } from '../statistics/median.ts'
import { studentT } from '../statistics/student-t.ts'

/** How sure an interval of a change is. */
const CONFIDENCE = 0.95

/** Less than this between runs is taken for as much: figures are rounded, and a few runs may agree by chance. */
const LEAST_SPREAD = 0.01

/** What changes are measured in: the logarithm of a figure or, where that may be 0, shares of a limit. */
export type Scale = 'log' | { limit: number }

/** A change on its scale, above 0 when the figure grew. The interval holds the truth with 0.95; it is infinite where nothing tells the noise between runs. */
export interface Change {
  estimate: number
  low: number
  high: number
}

/** A figure of earlier runs and of this one. */
export interface Figures {
  /** One a run, at least one. */
  before: readonly number[]
  after: number
  scale: Scale
  /** Noise of one figure that is known besides that between runs: a standard deviation on the scale. Default 0. */
  ownSpread?: number
}

/**
 * The change of one run's figure against those of earlier runs. The runs are the samples, not what they measured: requests of one run resemble each
 * other, and a test of pooled requests raises false alarms in a third of all comparisons. The estimate is the median of the differences
 * (Hodges-Lehmann with one new run); the interval is that of Student's t for one further value, `s sqrt(1 + 1/k)` with `k - 1` degrees of freedom
 * (Hahn and Meeker, Statistical Intervals, 4.7).
 */
export function changeOf({ before, after, scale, ownSpread = 0 }: Figures): Change {
  const onScale = (value: number): number => (scale === 'log' ? Math.log(value) : value / scale.limit)
  const values = before.map(onScale)
  const estimate = onScale(after) - median(Float64Array.from(values))
  const count = values.length
  const spread = Math.max(LEAST_SPREAD, ownSpread, deviation(values))
  const reach = count < 2 ? Infinity : studentT(count - 1, CONFIDENCE) * spread * Math.sqrt(1 + 1 / count)
  return { estimate, low: estimate - reach, high: estimate + reach }
}

/** @returns a change as a share: -0.1 is 10 % less, of the figure or of the limit */
export const asShare = (change: number, scale: Scale): number =>
  scale === 'log' ? Math.expm1(change) : change

/** @returns the standard deviation of a sample; 0 of one value */
function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1))
}
