import type { Labels } from '../../../load/measure/measurement.ts'
import { seededRandom } from '../../../load/seeded-random.ts'
import type { Curve } from '../../run-report.ts'
import { sampleLatency } from './sample-latency.ts'

const PERCENTILES = [0, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.9, 99.99, 100]

/** A curve of a histogram of the sample run: latencies around a median. Test data only. */
export function sampleCurve(
  metric: string,
  labels: Labels,
  [fromSec, toSec]: readonly [number, number],
  n: number,
  median: number,
  spread: number,
  startMs: number,
): Curve {
  const noise = seededRandom(metric.length + n + Math.round(median))
  const values = Array.from({ length: 4000 }, () => sampleLatency(noise, median, spread)).sort(
    (a, b) => a - b,
  )
  const quantile = (percentile: number) =>
    values[Math.min(values.length - 1, Math.floor((percentile / 100) * values.length))] ?? median
  return {
    metric,
    labels,
    unit: 'ms',
    n,
    percentiles: PERCENTILES.map(percentile => [percentile, quantile(percentile)]),
    overTime: Array.from({ length: toSec - fromSec }, (_, index) => {
      const wobble = 0.85 + 0.3 * noise()
      return {
        atMs: startMs + 1000 * (fromSec + index),
        perSecond: n / (toSec - fromSec),
        p50: quantile(50) * wobble,
        p95: quantile(95) * wobble,
        p99: quantile(99) * wobble * (0.9 + 0.3 * noise()),
      }
    }),
  }
}
