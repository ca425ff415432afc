import type { BootstrapOptions } from './block-bootstrap.ts'
import { median } from './median.ts'
import { residualBootstrap } from './residual-bootstrap.ts'
import { pairSlopes, theilSen, thinned } from './theil-sen.ts'
import type { Point } from './theil-sen.ts'

/** More points than this are thinned to as many: with 100, 999 resamples look at 5 million pairs. */
const MOST_POINTS = 100

/**
 * How far the Theil-Sen slope of a series could be elsewhere, its values depending on their neighbours: noise in the likeness of
 * the residuals (`residualBootstrap`) is added to the fitted line, and the line fitted anew. Above 100 points the slope is that of 100
 * that stand for them (`thinned`), and `blockLength` counts those.
 *
 * A 90 % interval of it covered the true slope in 88 % of 1500 simulated series of 60 values whose memory is 0 or 0.5, in 83 % with
 * 0.8, and in 85 % of those of 24 values with 0.5.
 *
 * @param points at least 12, spaced evenly in x or nearly; in any order
 * @returns the slope of each resample, smallest first, in units of y per unit of x
 * @throws RangeError when there are fewer than 12 points, fewer than two different x, one is not finite or an option is out of its range
 */
export function slopeBootstrap(points: readonly Point[], options: BootstrapOptions = {}): Float64Array {
  const few = thinned(points, MOST_POINTS)
  const line = theilSen(few)
  if (!line) throw new RangeError(`A slope needs points at two x at least, got ${points.length} without.`)
  const residuals = Float64Array.from(few, ([x, y]) => y - line.slope * x - line.intercept)
  const middle = residuals.reduce((sum, residual) => sum + residual, 0) / residuals.length
  const xs = Float64Array.from(few, ([x]) => x)
  // Two copies of one residual have slope 0 between them, and would hold the median there: coverage fell by 2-4 % with them.
  const refit = (noise: Float64Array, drawn: Int32Array): number => {
    const moved = median(pairSlopes(xs, noise, drawn))
    return line.slope + (Number.isNaN(moved) ? 0 : moved)
  }
  return residualBootstrap(
    residuals.map(residual => residual - middle),
    2,
    refit,
    options,
  )
}
