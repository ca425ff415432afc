import type { LevelOutcome } from '../../../load/capacity/search.ts'
import type { Measurement, SearchData } from '../../../load/measure/measurement.ts'
import { describeSearchEnd } from '../../wording/search-end.ts'
import { sampleBuilders } from './sample-builders.ts'

type Tried = readonly [
  level: number,
  outcome: LevelOutcome,
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

type Found = Pick<SearchData, 'best' | 'knee'> & Pick<SearchData['stopped'], 'kind' | 'level' | 'because'>

/** The searches for the most load in the sample run: one found a limit, one was limited by its generator, one held nothing. Test data only. */
export function sampleCapacity(startMs: number): Measurement[] {
  const { measurement } = sampleBuilders(startMs)
  const search = (workload: string, loads: string, found: Found, tried: readonly Tried[]): Measurement[] => {
    const { best, knee, ...stopped } = found
    const data: SearchData = {
      kind: 'search',
      loads,
      ...(best !== undefined && { best }),
      ...(knee && { knee }),
      stopped,
      levels: tried.map(([level, outcome, p95Ms, perSecond, because], index) => ({
        level,
        outcome,
        because,
        atMs: startMs + 1000 * (200 + 6 * index),
        ...(p95Ms !== undefined && { p95Ms, perSecond }),
      })),
    }
    const points = best === undefined ? [] : [{ atMs: startMs + 200_000, value: best }]
    const most = measurement('capacity', 'count', { workload }, [200, 200], { kind: 'samples', points })
    return [
      best === undefined ? { ...most, absence: describeSearchEnd(data) } : most,
      measurement('capacity.search', 'count', { workload }, [200, 260], data),
    ]
  }
  return [
    ...search(
      'requests',
      'requests a second',
      {
        best: 340,
        knee: { above: 340, atLatest: 408 },
        kind: 'broken',
        level: 408,
        because: 'api.latency (GET /api/export): p95 was 640 ms, not below 200 ms.',
      },
      REQUESTS,
    ),
    ...search(
      'agents',
      'agents',
      { best: 2000, kind: 'generator', level: 4000, because: 'It was busy 98 % of the time.' },
      AGENTS,
    ),
    ...search('users', 'users', { kind: 'errors', level: 10, because: '31 % of the sessions ended early.' }, [
      [10, 'errors', 4100, 2.1, '31 % of the sessions ended early: status 503.'],
    ]),
  ]
}
