/** Points of one line, `[seconds since the start of the run, value]`, ascending. */
export type LinePoints = readonly (readonly [atSec: number, value: number])[]

/** What uPlot draws: shared x values, then a column a line. `null` breaks a line, `undefined` only skips this x. */
export type Columns = [seconds: number[], ...Column[]]
type Column = (number | null | undefined)[]

/** Within a stretch, a line is broken where the next point is more than this many usual spacings away, and at least `LEAST_GAP_SEC`. */
const GAP_SPACINGS = 3
const LEAST_GAP_SEC = 3

type Gap = [fromSec: number, toSec: number]

/**
 * Joins lines with x values of their own into columns over all of them.
 *
 * @param lines each with its stretches, ascending. Nothing was measured between two stretches, or in a gap of one, so no line leads across: every x
 *   there is a break, as uPlot looks for the end of a gap at its first value that is none.
 * @param isHeld whether a value holds until the next, however far that is. Default false.
 */
export function columnsOf(lines: readonly (readonly LinePoints[])[], isHeld = false): Columns {
  const gaps = lines.map(stretches => gapsOf(stretches, isHeld))
  const breaks = gaps.flat().map(([fromSec, toSec]) => (fromSec + toSec) / 2)
  const measured = lines.flatMap(stretches => stretches.flatMap(points => points.map(([atSec]) => atSec)))
  const seconds = [...new Set([...measured, ...breaks])].sort((a, b) => a - b)
  const columns = lines.map((stretches, line) => columnOf(stretches.flat(), gaps[line] ?? [], seconds))
  return [seconds, ...columns]
}

function columnOf(points: LinePoints, gaps: readonly Gap[], seconds: readonly number[]): Column {
  const values = new Map(points)
  let next = 0
  return seconds.map(atSec => {
    const value = values.get(atSec)
    if (value !== undefined) return value
    while ((gaps[next]?.[1] ?? Infinity) <= atSec) next++
    return atSec > (gaps[next]?.[0] ?? Infinity) ? null : undefined
  })
}

function gapsOf(stretches: readonly LinePoints[], isHeld: boolean): Gap[] {
  return stretches.flatMap((points, index) => {
    const [from, to] = [stretches[index - 1]?.at(-1)?.[0], points[0]?.[0]]
    const before: Gap[] = from !== undefined && to !== undefined ? [[from, to]] : []
    return isHeld ? before : [...before, ...gapsWithin(points)]
  })
}

function gapsWithin(points: LinePoints): Gap[] {
  const spans = points.slice(1).map(([atSec], index): Gap => [points[index]?.[0] ?? atSec, atSec])
  const spacings = spans.map(([fromSec, toSec]) => toSec - fromSec).sort((a, b) => a - b)
  const most = Math.max(LEAST_GAP_SEC, GAP_SPACINGS * (spacings[Math.floor(spacings.length / 2)] ?? 0))
  return spans.filter(([fromSec, toSec]) => toSec - fromSec > most)
}

/** @returns the places in a column of values that no line leads to or from: they show only as dots */
export function lonePoints(column: Column): number[] {
  const drawn = column.flatMap((value, index) => (value === undefined ? [] : [{ value, index }]))
  return drawn.flatMap(({ value, index }, at) => {
    const isAlone = [drawn[at - 1], drawn[at + 1]].every(beside => (beside?.value ?? null) === null)
    return value !== null && isAlone ? [index] : []
  })
}
