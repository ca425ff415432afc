import type { Measurement } from '../../../load/measure/measurement.ts'
import type { Curve } from '../../run-report.ts'
import { sampleBuilders } from './sample-builders.ts'
import { sampleCapacity } from './sample-capacity.ts'
import { sampleHttp } from './sample-http.ts'
import { sampleRealtime, sampleRealtimeCurves } from './sample-realtime.ts'
import { sampleRecoveries } from './sample-recovery.ts'

/** The measurements of the sample run. Test data only. */
export function sampleMeasurements(startMs: number): Measurement[] {
  const { series, samples, tally } = sampleBuilders(startMs)
  const visits = [2, 41] as const
  return [
    series('load.agents', 'count', fleetAt),
    series('load.messages', 'per-second', (sec, noise) => fleetAt(sec) * (0.96 + 0.08 * noise())),
    series('load.requests', 'per-second', (sec, noise) => (sec < 125 || sec > 172 ? 0 : 245 + 10 * noise())),
    series('load.errors', 'per-second', sec => (sec > 150 && sec < 154 ? 3 : 0)),
    series(
      'target.cpu',
      'ratio',
      (sec, noise) => 0.06 + 0.05 * noise() + 0.00042 * fleetAt(sec) + (sec > 124 && sec < 172 ? 0.35 : 0),
    ),
    samples('profile.overhead', 'times', {}, [254, 290], [1, 1.1, 0.01]),
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
    samples('lighthouse.performance', 'score', {}, [43, 68], [3, 0.9, 0.02]),
    tally('users.errors', {}, [174, 191], 50, {}),
    ...sampleRealtime(startMs),
    ...sampleRecoveries(startMs).measurements,
    ...sampleHttp(startMs).measurements,
    ...sampleCapacity(startMs),
  ]
}

/** Agents connected in a second of the sample run. */
function fleetAt(sec: number): number {
  if (sec >= 70 && sec <= 122) return Math.min(1000, (sec - 69) * 250)
  if (sec >= 174 && sec < 252) return 1000
  return [0, 100, 500, 1000][Math.floor((sec - 254) / 9)] ?? 0
}

/** The curves of the sample run's histograms. Test data only. */
export function sampleCurves(startMs: number): Curve[] {
  return [
    ...sampleRealtimeCurves(startMs),
    ...sampleRecoveries(startMs).curves,
    ...sampleHttp(startMs).curves,
  ]
}
