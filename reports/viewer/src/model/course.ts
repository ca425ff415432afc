import { largestOf, leastOf } from '../../../../load/measure/extremes.ts'
import type { Measurement } from '../../../../load/measure/measurement.ts'
import type { Declared } from '../../../stored/declared.ts'
import type { Step } from '../../../run-report.ts'
import type { Span } from './axis/span.ts'
import { doubtfulPeriods, type DoubtfulPeriod } from './axis/doubtful-periods.ts'
import type { Endpoint } from './endpoints.ts'
import { seriesKey } from './measured/names.ts'
import type { Panel } from './axis/panels.ts'

/** How one endpoint fared over time, in seconds since the run's zero. */
export interface Course {
  range: readonly [startSec: number, endSec: number]
  /** Its latency, then its requests; either is left out when it has no values. */
  panels: Panel[]
  /** The stages of its arrivals, in the form of the steps of a run. */
  stages: Step[]
  /** Where its latency is doubted. */
  doubtful: DoubtfulPeriod[]
  spans: Span[]
}

/** The course of an endpoint; undefined when it was measured for less than two seconds. */
export function courseOf(
  { latency, counted, stages }: Pick<Endpoint, 'latency' | 'counted' | 'stages'>,
  measurements: readonly Measurement[],
  declared: Declared,
  zeroMs: number,
): Course | undefined {
  const secondOf = (epochMs: number) => (epochMs - zeroMs) / 1000
  const blocks = latency?.overTime ?? []
  const starts = [...blocks.map(({ atMs }) => atMs), ...counted.map(({ startMs }) => startMs)].map(secondOf)
  const [first, last] = [leastOf(starts), largestOf(starts)]
  if (!(last > first)) return undefined

  const percentiles: Panel = {
    id: 'latency',
    title: 'Response time, second by second',
    unit: latency?.unit ?? 'ms',
    draw: 'line',
    lines: (['p50', 'p95', 'p99'] as const).map(name => ({
      name,
      stretches: [blocks.map(block => [secondOf(block.atMs), block[name]] as const)],
    })),
    metrics: [],
  }
  const requests: Panel = {
    id: 'requests',
    title: 'Requests',
    unit: 'per-second',
    draw: 'line',
    lines: [
      { name: 'due', stretches: [counted.map(({ startMs, total }) => [secondOf(startMs), total] as const)] },
      { name: 'failed', stretches: [counted.map(({ startMs, bad }) => [secondOf(startMs), bad] as const)] },
    ],
    metrics: [],
  }
  const key = latency && seriesKey(latency.metric, latency.labels)
  const doubtful = doubtfulPeriods(
    measurements.filter(({ metric, labels }) => seriesKey(metric, labels) === key),
    declared,
    zeroMs,
  )
  return {
    range: [first, last],
    panels: [percentiles, requests].filter(({ lines }) =>
      lines.some(({ stretches }) => stretches.flat().length > 0),
    ),
    stages: stages.map(({ name, window }) => ({ name, file: '', ...window, outcome: 'completed' })),
    doubtful,
    spans: [
      ...stages.map(({ window }, index): Span => ({
        kind: index % 2 === 0 ? 'even' : 'odd',
        startSec: secondOf(window.startMs),
        endSec: secondOf(window.endMs),
      })),
      ...doubtful.map(({ startSec, endSec }): Span => ({ kind: 'doubt', startSec, endSec })),
    ],
  }
}
