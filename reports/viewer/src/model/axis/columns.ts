/** Points of one line, `[seconds since the start of the run, value]`, ascending. */
export type LinePoints = readonly (readonly [atSec: number, value: number])[]

/** What uPlot draws: shared x values, then a column a line. `null` breaks a line, `undefined` only skips this x. */
export type Columns = [number[], ...(number | null | undefined)[][]]

/** A line is broken where the next point is more than this many usual spacings away, and at least `LEAST_GAP_SEC`. */
const GAP_SPACINGS = 3
const LEAST_GAP_SEC = 3

/** Joins lines with x values of their own into columns over all of them, with breaks where a line has a gap. */
export function columnsOf(lines: readonly LinePoints[]): Columns {
  const broken = lines.map(withBreaks)
  const seconds = [...new Set(broken.flatMap(points => points.map(([atSec]) => atSec)))].sort((a, b) => a - b)
  const columns = broken.map(points => {
    const values = new Map(points)
    return seconds.map(atSec => values.get(atSec))
  })
  return [seconds, ...columns]
}

function withBreaks(points: LinePoints): [number, number | null][] {
  const spacings = points.slice(1).map(([atSec], index) => atSec - (points[index]?.[0] ?? atSec))
  const usual = spacings.toSorted((a, b) => a - b)[Math.floor(spacings.length / 2)] ?? 0
  const most = Math.max(LEAST_GAP_SEC, GAP_SPACINGS * usual)
  return points.flatMap(([atSec, value], index): [number, number | null][] => {
    const next = points[index + 1]?.[0]
    return next !== undefined && next - atSec > most
      ? [
          [atSec, value],
          [atSec + usual, null],
        ]
      : [[atSec, value]]
  })
}
