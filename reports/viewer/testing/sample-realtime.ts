import type { Measurement } from '../../../load/measure/measurement.ts'
import type { Curve } from '../../run-report.ts'
import { sampleBuilders } from './sample-builders.ts'
import { sampleCurve } from './sample-curve.ts'

const EVEN = { agents: '1000', stage: 'steady' }

/** The real-time histograms of the sample run: metric, labels, span in seconds, n, median in ms, spread. */
const HISTOGRAMS = [
  ['realtime.latency', { agents: '1000' }, [74, 121], 46_820, 8.5, 0.5],
  ['realtime.connect.time', { side: 'agent' }, [70, 74], 1000, 46, 0.5],
  ['realtime.staleness', EVEN, [74, 121], 47_000, 9, 0.7],
  ['realtime.age', EVEN, [74, 121], 47_000, 510, 0.3],
  ['realtime.polling', {}, [74, 121], 4600, 512, 0.06],
  ['realtime.polling.age', {}, [74, 121], 47_000, 260, 0.4],
  ['realtime.acknowledged', { agents: '1000' }, [74, 121], 46_820, 6.2, 0.5],
  ['realtime.latency', { agents: '1000', stage: 'limit' }, [186, 191], 4980, 12, 0.5],
] as const

/** Medians of the page in ms under each number of agents, with their spread. */
const DEGRADATION = [
  ['ready', 'ms', 0.1, [640, 690, 905, 1910]],
  ['inp', 'ms', 0.25, [62, 66, 81, 204]],
  ['paint', 'ms', 0.2, [41, 44, 49, 57]],
  ['long-frames', 'ms', 0.4, [0, 8, 96, 520]],
] as const
const LEVELS = ['0', '100', '500', '1000']
const VISITS = 7

/** Real time in the sample run, without the losses: fresh or stale, at the limit, on the way to the pixel, the page as load grows. Test data only. */
export function sampleRealtime(startMs: number): Measurement[] {
  const { samples, histogram, tally } = sampleBuilders(startMs)
  const swarm = [74, 121] as const
  const limit = [186, 191] as const
  return [
    samples('realtime.paint', 'ms', {}, swarm, [120, 64, 0.35], [{ kind: 'clock-uncertain', errorMs: 0.8 }]),
    samples('realtime.paint.received', 'ms', {}, swarm, [120, 9, 0.5]),
    samples('realtime.paint.dom', 'ms', {}, swarm, [120, 34, 0.3]),
    samples('realtime.paint.frame', 'ms', {}, swarm, [120, 19, 0.3]),
    shifted(samples('realtime.paint.bias', 'ms', {}, swarm, [23, 4, 0.5]), -2),
    tally('realtime.paint.coalesced', {}, swarm, 470, { 'superseded before its paint': 12 }),
    samples('realtime.refresh', 'ms', {}, swarm, [40, 540, 0.2]),
    samples('realtime.fallback', 'ms', { way: 'to polling' }, [240, 252], [3, 4300, 0.1]),
    samples('realtime.fallback', 'ms', { way: 'to live' }, [240, 252], [3, 900, 0.3]),
    samples('realtime.memory', 'bytes', {}, limit, [5, 21_400, 0.1]),
    ...HISTOGRAMS.map(([metric, labels, span, n]) => histogram(metric, labels, span, n)),
    tally('realtime.connect', { side: 'agent' }, [70, 74], 1000, {}),
    tally('realtime.delivery', {}, swarm, 46_823, { lost: 2, reordered: 1 }),
    tally(
      'realtime.frames',
      { agents: '1000' },
      swarm,
      46_810,
      { 'unreadable: not JSON': 4 },
      {
        'unreadable: not JSON':
          '{"type":"delta","at":1763733691204,"agents":[["agent-0417",{"cpu":0.31,"tok\u0000\u001B',
      },
    ),
    tally(
      'realtime.limit',
      {},
      limit,
      1100,
      { 'status 503': 100 },
      { 'status 503': '{"error":"too many connections","limit":1050,"remedy":"<retry> after 1 s"}' },
    ),
    ...DEGRADATION.flatMap(([name, unit, spread, medians]) =>
      medians.map((median, index) =>
        samples(
          `users.degradation.${name}`,
          unit,
          { agents: LEVELS[index] ?? '' },
          [254 + 9 * index, 262 + 9 * index],
          [VISITS, median, spread],
        ),
      ),
    ),
  ]
}

/** The curves of the real-time histograms of the sample run. Test data only. */
export function sampleRealtimeCurves(startMs: number): Curve[] {
  return HISTOGRAMS.map(([metric, labels, span, n, median, spread]) =>
    sampleCurve(metric, labels, span, n, median, spread, startMs),
  )
}

/** Samples with the same added to each. */
function shifted(measurement: Measurement, by: number): Measurement {
  const { data } = measurement
  if (data.kind !== 'samples') return measurement
  const points = data.points.map(point => ({ ...point, value: point.value + by }))
  return { ...measurement, data: { ...data, points } }
}
