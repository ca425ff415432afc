import type { Doubt, Labels, Measurement, MeasurementData, Unit } from '../../../load/measure/measurement.ts'
import { seededRandom } from '../../../load/seeded-random.ts'
import { sampleLatency } from './sample-latency.ts'

/** Length of the sample run in seconds. */
export const SAMPLE_SECONDS = 300

/** What the measurements of the sample run are made with; spans are in seconds since its start. Test data only. */
export function sampleBuilders(startMs: number) {
  const measurement = (
    metric: string,
    unit: Unit,
    labels: Labels,
    [fromSec, toSec]: readonly [number, number],
    data: MeasurementData,
    doubts: Doubt[] = [],
  ): Measurement => ({
    metric,
    unit,
    labels,
    window: { startMs: startMs + 1000 * fromSec, endMs: startMs + 1000 * toSec },
    data,
    doubts,
  })
  const series = (
    metric: string,
    unit: Unit,
    value: (sec: number, noise: () => number) => number,
    step = 1,
  ) => {
    const noise = seededRandom(metric.length * 31)
    const seconds = Array.from({ length: Math.floor(SAMPLE_SECONDS / step) }, (_, index) => index * step)
    const points = seconds.map((sec): [number, number] => [startMs + 1000 * sec, value(sec, noise)])
    return measurement(metric, unit, {}, [0, SAMPLE_SECONDS], { kind: 'series', points })
  }
  const samples = (
    metric: string,
    unit: Unit,
    labels: Labels,
    span: readonly [number, number],
    [count, median, spread]: readonly [number, number, number],
    doubts: Doubt[] = [],
  ) => {
    const noise = seededRandom(metric.length * 7 + JSON.stringify(labels).length)
    const points = Array.from({ length: count }, (_, index) => ({
      atMs: startMs + 1000 * (span[0] + ((index + 0.5) * (span[1] - span[0])) / count),
      value: sampleLatency(noise, median, spread),
    }))
    return measurement(metric, unit, labels, span, { kind: 'samples', points }, doubts)
  }
  const histogram = (
    metric: string,
    labels: Labels,
    span: readonly [number, number],
    n: number,
    doubts: Doubt[] = [],
  ) =>
    measurement(
      metric,
      'ms',
      labels,
      span,
      { kind: 'histogram', blocks: [], n, overflow: 0, censored: 0 },
      doubts,
    )
  const tally = (
    metric: string,
    labels: Labels,
    span: readonly [number, number],
    total: number,
    causes: Record<string, number>,
    examples?: Record<string, string>,
  ) => {
    const bad = Object.values(causes).reduce((sum, count) => sum + count, 0)
    const counted = { total, bad, causes, ...(examples && { examples }), blocks: [] }
    return measurement(metric, 'ratio', labels, span, { kind: 'tally', ...counted })
  }
  return { measurement, series, samples, histogram, tally }
}
