import { median } from '../../../statistics/median.ts'
import type { FigureTrend } from '../../../trend.ts'

/** A place in a drawing, both from 0 to 100: to the right and down. */
export type Place = readonly [x: number, y: number]

/** The figures of runs, made ready for drawing. */
export interface TrendPlot {
  /** Neighbours that are joined by a line: a run without a figure parts them. */
  lines: Place[][]
  last: Place
  /** Figures at the top and at the foot of the drawing. */
  high: number
  low: number
}

/** A level of a figure between two changes. */
export interface DrawnLevel {
  fromX: number
  toX: number
  y: number
}

/** @returns the figures of runs in equal steps from the first to the last; undefined where there are fewer than two */
export function plotOf(values: readonly (number | null)[]): TrendPlot | undefined {
  const there = values.filter(value => value !== null)
  const [high, low] = [Math.max(...there), Math.min(...there)]
  const lines: Place[][] = [[]]
  for (const [index, value] of values.entries()) {
    if (value === null) lines.push([])
    else lines.at(-1)?.push([xOf(index, values.length), yOf(value, high, low)])
  }
  const last = lines.flat().at(-1)
  return last && there.length > 1
    ? { lines: lines.filter(({ length }) => length > 0), last, high, low }
    : undefined
}

/** @returns the median of each level, from its first run to the first of the next */
export function levelsOf({ values, changes }: Pick<FigureTrend, 'values' | 'changes'>): DrawnLevel[] {
  const plot = plotOf(values)
  if (!plot) return []
  const starts = [0, ...changes.map(({ run }) => run)]
  return starts.map((from, index) => {
    const end = starts[index + 1]
    const own = values.slice(from, end).filter(value => value !== null)
    return {
      fromX: xOf(from, values.length),
      toX: xOf(end ?? values.length - 1, values.length),
      y: yOf(median(Float64Array.from(own)), plot.high, plot.low),
    }
  })
}

/** @returns where a run is drawn, 0 to 100 */
export const xOf = (index: number, count: number): number => (100 * index) / Math.max(1, count - 1)

const yOf = (value: number, high: number, low: number): number =>
  high === low ? 50 : (100 * (high - value)) / (high - low)
