import { formatCount, formatElapsed, formatValue } from '../format.ts'
import { printable } from '../wording/printable.ts'
import type { MomentFigures } from './moment.ts'
import type { Standing } from './plan.ts'

/** A title is never cut to less. */
const SHORTEST_TITLE = 10

/**
 * @param width columns that there are
 * @returns `[4/15] the API answers quickly 0:31/1:01 p95 13 ms 0 errors 2:40 left`; what has no room is taken off the end of the title
 */
export function progressLine(standing: Standing, { latency, errors }: MomentFigures, width: number): string {
  const { place, of, elapsedMs, plannedMs, leftMs, isAtLeast } = standing
  const clock = [elapsedMs, plannedMs].flatMap(ms => (ms === undefined ? [] : formatElapsed(ms / 1000)))
  const figures = [
    clock.join('/'),
    ...(latency ? [`${latency.statistic} ${formatValue(latency.valueMs, 'ms')}`] : []),
    ...(errors === undefined ? [] : [`${formatCount(errors)} ${errors === 1 ? 'error' : 'errors'}`]),
    `${formatElapsed(leftMs / 1000)}${isAtLeast ? '+' : ''} left`,
  ].join(' ')
  const before = `[${place}/${of}] `
  const room = Math.max(SHORTEST_TITLE, width - before.length - figures.length - 1)
  const title = printable(standing.title)
  return `${before}${title.length > room ? `${title.slice(0, room - 1)}…` : title} ${figures}`
}
