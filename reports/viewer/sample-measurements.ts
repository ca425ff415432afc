import type { Doubt, Labels, Measurement, MeasurementData, Unit } from '../../load/measure/measurement.ts'
import type { Curve } from '../run-report.ts'
import { seededRandom } from '../../load/seeded-random.ts'
import { sampleLatency } from './sample-latency.ts'

/** The endpoints of the sample run with their median latency in ms and its spread. */
export const SAMPLE_ENDPOINTS: readonly [name: string, medianMs: number, spread: number][] = [
  ['GET /api/agents', 12, 0.45],
  ['GET /api/agents/:id/status', 4.2, 0.4],
  ['POST /api/jobs', 31, 0.5],
  ['GET /api/export', 118, 0.62],
  ['DELETE /api/jobs/:id', 9, 0.4],
]

const PERCENTILES = [0, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.9, 99.99, 100]

/** The measurements of the sample run. Test data only. */
export function sampleMeasurements(startMs: number): Measurement[] {
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
    const seconds = Array.from({ length: Math.floor(200 / step) }, (_, index) => index * step)
    const points = seconds.map((sec): [number, number] => [startMs + 1000 * sec, value(sec, noise)])
    return measurement(metric, unit, {}, [0, 200], { kind: 'series', points })
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
  ) => {
    const bad = Object.values(causes).reduce((sum, count) => sum + count, 0)
    return measurement(metric, 'ratio', labels, span, { kind: 'tally', total, bad, causes, blocks: [] })
  }

  const visits = [2, 41] as const
  const swarm = [74, 121] as const
  const api = [127, 171] as const
  return [
    series('load.agents', 'count', sec => (sec < 70 || sec > 122 ? 0 : Math.min(1000, (sec - 69) * 250))),
    series('load.messages', 'per-second', (sec, noise) => (sec < 72 || sec > 122 ? 0 : 960 + 80 * noise())),
    series('load.requests', 'per-second', (sec, noise) => (sec < 125 || sec > 172 ? 0 : 245 + 10 * noise())),
    series('load.errors', 'per-second', sec => (sec > 150 && sec < 154 ? 3 : 0)),
    series(
      'target.cpu',
      'ratio',
      (sec, noise) =>
        0.06 + 0.05 * noise() + (sec > 70 && sec < 122 ? 0.42 : 0) + (sec > 124 && sec < 172 ? 0.35 : 0),
    ),
    series('target.memory', 'bytes', (sec, noise) => 118e6 + 0.32e6 * Math.min(sec, 122) + 6e6 * noise(), 2),
    series(
      'generator.loop-delay',
      'ms',
      (sec, noise) => 1.1 + noise() + (sec > 138 && sec < 147 ? 26 * noise() : 0),
    ),
    series(
      'generator.utilisation',
      'ratio',
      (sec, noise) => 0.08 + 0.06 * noise() + (sec > 70 && sec < 172 ? 0.31 : 0),
    ),
    series(
      'generator.cpu',
      'ratio',
      (sec, noise) => 0.05 + 0.05 * noise() + (sec > 70 && sec < 172 ? 0.38 : 0),
    ),
    series(
      'broker.depth',
      'count',
      (sec, noise) => (sec > 124 && sec < 172 ? Math.round(40 * noise()) : 0),
      5,
    ),
    samples('dashboard.ready', 'ms', { cache: 'cold' }, visits, [15, 1180, 0.22]),
    samples('dashboard.ready', 'ms', { cache: 'warm' }, visits, [15, 640, 0.2]),
    samples('dashboard.lcp', 'ms', {}, visits, [15, 910, 0.2]),
    samples('dashboard.fcp', 'ms', {}, visits, [15, 420, 0.2]),
    samples('dashboard.ttfb', 'ms', {}, visits, [15, 38, 0.3]),
    samples('dashboard.cls', 'score', {}, visits, [15, 0.03, 0.6]),
    samples('dashboard.inp', 'ms', { interaction: 'filter' }, visits, [15, 72, 0.3]),
    samples('dashboard.inp', 'ms', { interaction: 'sort' }, visits, [15, 168, 0.35]),
    samples('dashboard.inp', 'ms', { interaction: 'open an agent' }, visits, [15, 96, 0.3]),
    samples('dashboard.long-frames', 'ms', {}, visits, [15, 120, 0.5]),
    samples('users.ready', 'ms', {}, [174, 191], [15, 1740, 0.25]),
    tally('users.errors', {}, [174, 191], 50, {}),
    samples('realtime.paint', 'ms', {}, swarm, [120, 64, 0.35], [{ kind: 'clock-uncertain', errorMs: 0.8 }]),
    samples('realtime.paint.received', 'ms', {}, swarm, [120, 9, 0.5]),
    samples('realtime.paint.dom', 'ms', {}, swarm, [120, 34, 0.3]),
    samples('realtime.paint.frame', 'ms', {}, swarm, [120, 19, 0.3]),
    samples('realtime.refresh', 'ms', {}, swarm, [40, 540, 0.2]),
    histogram('realtime.latency', { agents: '1000' }, swarm, 46_820),
    histogram('realtime.connect.time', { side: 'agent' }, [70, 74], 1000),
    tally('realtime.connect', { side: 'agent' }, [70, 74], 1000, {}),
    tally('realtime.delivery', {}, swarm, 46_823, { lost: 2, reordered: 1 }),
    ...SAMPLE_ENDPOINTS.flatMap(([endpoint, medianMs], index) => [
      histogram(
        'api.latency',
        { endpoint },
        api,
        2200,
        endpoint === 'POST /api/jobs'
          ? [{ kind: 'generator-late', lateMs: 31, seconds: [[1_763_733_730_000, 31]] }]
          : [],
      ),
      tally('api.errors', { endpoint }, api, 2200, index === 3 ? { timeout: 6, 'status 503': 3 } : {}),
      ...[10, 50, 100].map(connections =>
        samples(
          'api.capacity',
          'per-second',
          { endpoint, connections: `${connections}` },
          [172, 173],
          [3, (9000 / medianMs) * (1 + connections / 400), 0.05],
        ),
      ),
    ]),
    histogram('messages.latency', {}, [194, 200], 117, [
      { kind: 'load-not-applied', wanted: 1000, applied: 117 },
    ]),
  ]
}

/** The curves of the sample run's histograms. Test data only. */
export function sampleCurves(startMs: number): Curve[] {
  return [
    curve('realtime.latency', { agents: '1000' }, [74, 121], 46_820, 8.5, 0.5, startMs),
    curve('realtime.connect.time', { side: 'agent' }, [70, 74], 1000, 46, 0.5, startMs),
    ...SAMPLE_ENDPOINTS.map(([endpoint, medianMs, spread]) =>
      curve('api.latency', { endpoint }, [127, 171], 2200, medianMs, spread, startMs),
    ),
    curve('messages.latency', {}, [194, 200], 117, 22, 0.5, startMs),
  ]
}

function curve(
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
      const stall = metric === 'api.latency' && fromSec + index >= 139 && fromSec + index < 146 ? 2.6 : 1
      const wobble = stall * (0.85 + 0.3 * noise())
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
