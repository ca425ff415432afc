import { LEAST_VALUES } from '../../../statistics/residual-bootstrap.ts'
import { slopeBootstrap } from '../../../statistics/slope-bootstrap.ts'
import { theilSen } from '../../../statistics/theil-sen.ts'
import type { Line, Point } from '../../../statistics/theil-sen.ts'

/** The straight line through the values at rising loads (Theil-Sen). */
export interface LoadLine extends Line {
  /** The 90 % interval of its slope; absent with fewer than 12 values. */
  low?: number
  high?: number
  /** R squared, 0 to 1: the share of the values' spread that the line explains. */
  straightness: number
}

/** @returns the line; `undefined` with fewer than two loads */
export function lineOf(levels: readonly { load: number; values: readonly number[] }[]): LoadLine | undefined {
  const points = levels.flatMap(({ load, values }) => values.map((value): Point => [load, value]))
  const line = theilSen(points)
  if (!line) return undefined
  const mean = points.reduce((sum, [, value]) => sum + value, 0) / points.length
  const squares = (off: (point: Point) => number): number =>
    points.reduce((sum, point) => sum + off(point) ** 2, 0)
  const spread = squares(([, value]) => value - mean)
  const left = squares(([load, value]) => value - line.slope * load - line.intercept)
  const straightness = spread === 0 ? 1 : Math.max(0, 1 - left / spread)
  if (points.length < LEAST_VALUES) return { ...line, straightness }
  const slopes = slopeBootstrap(points, { seed: 1 })
  const at = (share: number): number => slopes[Math.round(share * (slopes.length - 1))] ?? line.slope
  return { ...line, low: at(0.05), high: at(0.95), straightness }
}
