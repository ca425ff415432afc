import type { Labels, Measurement, TallyData } from '../measure/measurement.ts'
import { boundedSeries } from '../measure/series.ts'
import { mergeTallies, perSecond } from '../measure/tally.ts'

/**
 * @param counted of all requests
 * @param others further curves by metric, such as the intended rate: `[epoch ms, value]`
 * @param labels tell workloads apart that go on at the same time: each has a line of its own
 * @returns requests and errors a second, and the others, for the time axis
 */
export function loadSeries(
  counted: readonly TallyData[],
  others: Readonly<Record<string, [atMs: number, value: number][]>>,
  window: Measurement['window'],
  labels: Labels,
): Measurement[] {
  const blocks = perSecond(mergeTallies(counted))
  const points = {
    ...others,
    'load.requests': blocks.map((block): [number, number] => [block.startMs, block.total]),
    'load.errors': blocks.map((block): [number, number] => [block.startMs, block.bad]),
  }
  return Object.entries(points).map(([metric, curve]) => ({
    metric,
    unit: metric === 'load.users' ? 'count' : 'per-second',
    labels,
    window,
    data: boundedSeries(curve),
    doubts: [],
  }))
}
