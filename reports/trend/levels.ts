import { asShare, onScale } from '../compare/change.ts'
import type { Noise, Scale } from '../compare/change.ts'
import { changePoints } from '../statistics/e-divisive.ts'
import { median } from '../statistics/median.ts'

/** A change of less than this share, of the level before or of the limit, is none. */
const LEAST_CHANGE = 0.05

/** A run of values that no change parts. */
export interface Level {
  /** Index of the first value. */
  from: number
  /** On the scale. */
  values: number[]
  /** Median against that of the level before, as a share; 0 of the first level. */
  share: number
}

/** @returns the levels of a figure over runs, the earliest first @param values where the scale is logarithmic above 0 */
export function levelsOf(values: readonly number[], scale: Scale): Level[] {
  const scaled = values.map(value => onScale(value, scale))
  return withoutSmall(changePoints(scaled), scaled, scale)
}

/** The least change is taken back first: the levels beside it are then one, and their neighbours may differ more or less than before. */
function withoutSmall(points: readonly number[], scaled: readonly number[], scale: Scale): Level[] {
  const starts = [0, ...points]
  const parts = starts.map((from, index) => scaled.slice(from, starts[index + 1]))
  const medians = parts.map(part => median(Float64Array.from(part)))
  const levels = parts.map((part, index): Level => {
    const [before, now] = [medians[index - 1], medians[index] ?? 0]
    const share = before === undefined ? 0 : asShare(now - before, scale)
    return { from: starts[index] ?? 0, values: part, share }
  })
  const [least] = levels.slice(1).toSorted((a, b) => Math.abs(a.share) - Math.abs(b.share))
  if (!least || Math.abs(least.share) >= LEAST_CHANGE) return levels
  return withoutSmall(
    points.filter(point => point !== least.from),
    scaled,
    scale,
  )
}

/**
 * @returns how much a figure differs between runs of which nothing changed: the standard deviation within its levels, all of them together; undefined
 *   where fewer than two runs tell it
 */
export function noiseOf(values: readonly number[], scale: Scale): Noise | undefined {
  if (values.length < 2 || (scale === 'log' && values.some(value => value <= 0))) return undefined
  const levels = levelsOf(values, scale)
  const squares = levels.flatMap(({ values: own }) => {
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length
    return own.map(value => (value - mean) ** 2)
  })
  const degrees = values.length - levels.length
  const spread = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / degrees)
  return { spread, degrees, runs: values.length }
}
