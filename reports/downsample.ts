/** A point of a series: when, and what. */
type Point = readonly [atMs: number, value: number]

/**
 * Thins a series for drawing: of each equal stretch of time its least, its largest and its last value are kept, so that no peak and no end is lost.
 *
 * @param points ascending in time
 * @param most points kept; default 2000. A series of no more is left as it is.
 */
export function downsample<One extends Point>(points: readonly One[], most = 2000): readonly One[] {
  const [first, last] = [points[0], points.at(-1)]
  if (points.length <= most || !first || !last) return points
  const stretches = Math.max(1, Math.floor(most / 3))
  const spanMs = (last[0] - first[0]) / stretches || 1
  const groups = Map.groupBy(points, ([atMs]) =>
    Math.min(stretches - 1, Math.floor((atMs - first[0]) / spanMs)),
  )
  return [...groups.values()].flatMap(group => {
    const least = group.reduce((a, b) => (b[1] < a[1] ? b : a))
    const largest = group.reduce((a, b) => (b[1] > a[1] ? b : a))
    const kept = new Set([least, largest, group.at(-1)])
    return group.filter(point => kept.has(point))
  })
}
