import type { LinePoints } from './columns.ts'
import type { Panel } from './panels.ts'

/** A stretch of the time axis, seconds since the start of the run. */
export type Range = readonly [fromSec: number, toSec: number]

/** @returns a panel with only what is seen of it in a range, its lines led to the edges; undefined where nothing was measured there */
export function visibleIn(panel: Panel, range: Range): Panel | undefined {
  const lines = panel.lines
    .map(({ name, stretches }) => ({
      name,
      stretches: stretches
        .map(points => seen(points, range, panel.draw === 'steps'))
        .filter(points => points.length > 0),
    }))
    .filter(({ stretches }) => stretches.length > 0)
  return lines.length === 0 ? undefined : { ...panel, lines }
}

/** The points within a range, and the neighbour at either side to which the line leads; a level that is held needs none within. */
function seen(points: LinePoints, [fromSec, toSec]: Range, isHeld: boolean): LinePoints {
  const first = points.findIndex(([atSec]) => atSec >= fromSec)
  const last = points.findLastIndex(([atSec]) => atSec <= toSec)
  const isWithin = first >= 0 && last >= first
  const isSpanning = isHeld && first > 0 && last >= 0
  return isWithin || isSpanning ? points.slice(Math.max(0, first - 1), last + 2) : []
}

/** @param isHeld whether a value stands until the next: then the one that a range begins with counts as well @returns the values of a line within a range */
export function valuesIn(
  stretches: readonly LinePoints[],
  [fromSec, toSec]: Range,
  isHeld: boolean,
): number[] {
  return stretches.flatMap(points =>
    points.flatMap(([atSec, value], index) => {
      const endSec = isHeld ? (points[index + 1]?.[0] ?? atSec) : atSec
      return atSec <= toSec && (atSec >= fromSec || endSec > fromSec) ? [value] : []
    }),
  )
}
