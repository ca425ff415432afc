import type { Unit } from '../../load/measure/measurement.ts'
import { TOLERANCE } from '../comparison.ts'
import type { ChangeVerdict } from '../comparison.ts'
import type { Judgement } from '../judge/slo.ts'
import { median } from '../statistics/median.ts'
import { studentT, studentTail } from '../statistics/student-t.ts'

/** How sure an interval of a change is. */
const CONFIDENCE = 0.95

/** Less than this between runs is taken for as much: figures are rounded, and a few runs may agree by chance. */
const LEAST_SPREAD = 0.01

/** What changes are measured in: the logarithm of a figure or, where that may be 0, shares of a limit. */
export type Scale = 'log' | { limit: number }

/** @returns what changes of a figure are measured in; undefined where it may be 0 and the limit is: the SLO itself judges that */
export function scaleOf(unit: Unit, values: readonly number[], limit: number): Scale | undefined {
  const mayBeNone = unit === 'ratio' || unit === 'count' || values.some(value => value <= 0)
  if (!mayBeNone) return 'log'
  return limit === 0 ? undefined : { limit: Math.abs(limit) }
}

/** How much a figure differs between runs of one kind of which nothing changed. */
export interface Noise {
  /** A standard deviation on the scale. */
  spread: number
  /** Of freedom, of that estimate. */
  degrees: number
  /** How many runs tell it. */
  runs: number
}

/** A change on its scale, above 0 when the figure grew. The interval holds the truth with 0.95; it is infinite where nothing tells the noise between runs. */
export interface Change {
  estimate: number
  low: number
  high: number
  /** The estimate's standard error on the scale, and its degrees of freedom. */
  error: number
  degrees: number
}

/** A figure of earlier runs and of this one. */
export interface Figures {
  /** One a run, at least one. */
  before: readonly number[]
  after: number
  scale: Scale
  /** Noise of one figure that is known besides that between runs: a standard deviation on the scale. Default 0. */
  ownSpread?: number
  /** That between runs, where other runs than those before tell it. Default: theirs. */
  noise?: Noise | undefined
  /** How sure the interval is. Default 0.95. */
  confidence?: number
}

/**
 * The change of one run's figure against those of earlier runs. The runs are the samples, not what they measured: requests of one run resemble each
 * other, and a test of pooled requests raises false alarms in a third of all comparisons. The estimate is the median of the differences
 * (Hodges-Lehmann with one new run); the interval is that of Student's t for one further value, `s sqrt(1 + 1/k)` with `k - 1` degrees of freedom
 * (Hahn and Meeker, Statistical Intervals, 4.7).
 */
export function changeOf({
  before,
  after,
  scale,
  ownSpread = 0,
  noise,
  confidence = CONFIDENCE,
}: Figures): Change {
  const values = before.map(value => onScale(value, scale))
  const estimate = onScale(after, scale) - median(Float64Array.from(values))
  const count = values.length
  const { spread, degrees } = noise ?? { spread: deviation(values), degrees: count - 1 }
  const widest = Math.max(LEAST_SPREAD, ownSpread, spread)
  const error = widest * Math.sqrt(1 + 1 / count)
  const reach = degrees < 1 ? Infinity : studentT(degrees, confidence) * error
  return { estimate, low: estimate - reach, high: estimate + reach, error, degrees }
}

/** @returns a figure on its scale */
export const onScale = (value: number, scale: Scale): number =>
  scale === 'log' ? Math.log(value) : value / scale.limit

/** @returns a change as a share: -0.1 is 10 % less, of the figure or of the limit */
export const asShare = (change: number, scale: Scale): number =>
  scale === 'log' ? Math.expm1(change) : change

/** What is worse, and by how much before it is told. */
export interface Worse {
  smallerIsBetter: boolean
  /** A share of the figure or of its limit. Default 0.1. */
  tolerance?: number | undefined
}

/** What an interval of a change says. */
export type ChangeAnswer = Exclude<ChangeVerdict, 'NOT_COMPARABLE'>

/** @returns REGRESSED or IMPROVED where the whole interval lies beyond the tolerance, SAME where it lies within */
export function judgeChange(
  { low, high }: Change,
  scale: Scale,
  { smallerIsBetter, tolerance: share }: Worse,
): ChangeAnswer {
  const tolerance = toleranceOn(scale, share)
  const [leastWorse, mostWorse] = smallerIsBetter ? [low, high] : [-high, -low]
  if (leastWorse > tolerance) return 'REGRESSED'
  if (mostWorse < -tolerance) return 'IMPROVED'
  return leastWorse >= -tolerance && mostWorse <= tolerance ? 'SAME' : 'CANNOT_TELL'
}

/** @returns how likely a figure that is worse by the tolerance and no more looks as much worse as this one, 0 to 1; 1 where nothing tells the noise */
export function chanceOfWorse(
  { estimate, error, degrees }: Change,
  scale: Scale,
  { smallerIsBetter, tolerance }: Worse,
): number {
  if (degrees < 1) return 1
  const worse = smallerIsBetter ? estimate : -estimate
  return studentTail(degrees, (worse - toleranceOn(scale, tolerance)) / error)
}

const toleranceOn = (scale: Scale, share = TOLERANCE): number => (scale === 'log' ? Math.log1p(share) : share)

/** The standard deviation of a share of so many events, with one more of either kind than were seen (Wilson's and Laplace's way round 0). More than 1 is no share of events: CPU of several cores. */
export function spreadOfEvents({ unit, observed = 0, n }: Judgement): number {
  if (unit !== 'ratio' || observed > 1) return 0
  const share = (observed * n + 1) / (n + 2)
  return Math.sqrt((share * (1 - share)) / n)
}

/** @returns the standard deviation of a sample; 0 of one value */
function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1))
}
