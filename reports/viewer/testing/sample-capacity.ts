import type { Measurement } from '../../../load/measure/measurement.ts'
import { sampleBuilders } from './sample-builders.ts'

type Tried = readonly [
  level: number,
  outcome: string,
  p95Ms: number | undefined,
  perSecond: number,
  because: string,
]

const REQUESTS: Tried[] = [
  [17, 'held', 21, 17, 'api.latency held: p95 was 21 ms.'],
  [34, 'held', 22, 34, 'api.latency held: p95 was 22 ms.'],
  [68, 'held', 24, 68, 'api.latency held: p95 was 24 ms.'],
  [136, 'held', 29, 136, 'api.latency held: p95 was 29 ms.'],
  [272, 'held', 58, 271, 'api.latency held: p95 was 58 ms.'],
  [544, 'broken', undefined, 0, 'api.latency (GET /api/export): p95 was 2.35 s, not below 200 ms.'],
  [544, 'broken', 2410, 318, 'api.latency (GET /api/export): p95 was 2.41 s, not below 200 ms.'],
  [408, 'broken', undefined, 0, 'api.latency (GET /api/export): p95 was 690 ms, not below 200 ms.'],
  [408, 'broken', 640, 371, 'api.latency (GET /api/export): p95 was 640 ms, not below 200 ms.'],
  [340, 'held', 142, 338, 'api.latency held: p95 was 142 ms.'],
]

const AGENTS: Tried[] = [
  [1000, 'held', 18, 998, 'realtime.latency held: p95 was 18 ms.'],
  [2000, 'held', 24, 1996, 'realtime.latency held: p95 was 24 ms.'],
  [4000, 'generator', undefined, 0, 'The load generator was busy 97 % of the time.'],
  [4000, 'generator', 140, 3870, 'The load generator was busy 98 % of the time.'],
]

/** The searches for the most load in the sample run: one found a limit, one was limited by its generator, one held nothing. Test data only. */
export function sampleCapacity(startMs: number): Measurement[] {
  const { measurement } = sampleBuilders(startMs)
  const search = (
    workload: string,
    unit: string,
    most: number | undefined,
    stopped: string,
    tried: readonly Tried[],
  ) => {
    const at = (
      metric: string,
      metricUnit: Measurement['unit'],
      labels: Measurement['labels'],
      sec: number,
      value?: number,
    ) =>
      measurement(metric, metricUnit, { workload, ...labels }, [sec, sec], {
        kind: 'samples',
        points: value === undefined ? [] : [{ atMs: startMs + 1000 * sec, value }],
      })
    const levels = tried.flatMap(([level, outcome, p95Ms, perSecond, because], index) => {
      const sec = 200 + 6 * index
      return [
        at('capacity.level', 'count', { unit, outcome, because }, sec, level),
        ...(p95Ms === undefined
          ? []
          : [
              at('capacity.p95', 'ms', { level: `${level}` }, sec, p95Ms),
              at('capacity.rate', 'per-second', { level: `${level}` }, sec, perSecond),
            ]),
      ]
    })
    const found = at('capacity', 'count', { unit, stopped }, 200, most)
    return [
      most === undefined
        ? { ...found, absence: `Not even ${tried[0]?.[0]} ${unit} held. ${stopped}` }
        : found,
      ...levels,
    ]
  }
  return [
    ...search(
      'requests',
      'requests a second',
      340,
      'An SLO broke at 408 requests a second. api.latency (GET /api/export): p95 was 640 ms, not below 200 ms.',
      REQUESTS,
    ),
    ...search(
      'agents',
      'agents',
      2000,
      'The load generator, not the target, was the limit at 4,000 agents. It was busy 98 % of the time.',
      AGENTS,
    ),
    ...search('users', 'users', undefined, 'Too much failed at 10 users. 31 % of the sessions ended early.', [
      [10, 'errors', 4100, 2.1, '31 % of the sessions ended early: status 503.'],
    ]),
  ]
}
