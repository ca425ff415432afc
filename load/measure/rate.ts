import type { SeriesData, TallyData } from './measurement.ts'
import { boundedSeries } from './series.ts'
import { perSecond, Tally } from './tally.ts'

/** Which of the events that a tally counts a rate is of. */
export type Counted = 'all' | 'good' | 'bad'

/** Events by the second in which they fell, since they were last asked for. Parts of one second add up. */
export interface RatePart {
  kind: 'rate'
  blocks: { startMs: number; count: number }[]
}

/** @returns the events a second that were counted, in each block, as a part; `undefined` where there was no block */
export function ratePart(counted: readonly TallyData[], which: Counted): RatePart | undefined {
  const blocks = counted.flatMap(data =>
    perSecond(data).map(({ startMs, total, bad }) => ({ startMs, count: countOf({ total, bad }, which) })),
  )
  return blocks.length === 0 ? undefined : { kind: 'rate', blocks }
}

/** Events a second, out of parts: what several threads counted in the same second adds up. */
export class Rate {
  readonly #events: Tally

  /** @param name of the metric, for errors */
  constructor(name = 'a rate') {
    this.#events = new Tally(name)
  }

  add({ blocks }: RatePart): void {
    for (const { startMs, count } of blocks) this.#events.good(startMs, count)
  }

  /** @returns a point for each block, serialisable */
  toData(): SeriesData {
    return rateSeries(this.#events.toData(), 'all')
  }
}

/** @returns the events a second that were counted, over time */
export const rateSeries = (data: TallyData, which: Counted): SeriesData =>
  boundedSeries(perSecond(data).map(block => [block.startMs, countOf(block, which)]))

function countOf({ total, bad }: { total: number; bad: number }, which: Counted): number {
  switch (which) {
    case 'all':
      return total
    case 'good':
      return total - bad
    case 'bad':
      return bad
  }
}
