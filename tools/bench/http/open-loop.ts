import { dataOf, windowOf } from '../../../load/calibration/data-of.ts'
import { http } from '../../../load/http/http.ts'
import { answerContest } from './contest.ts'
import { percentilesOf } from './percentiles-of.ts'

/** The suite's own open loop. */
answerContest(async ({ origin, path, seconds, perSecond = 100 }) => {
  // As the specs have it: connections are made before.
  const warmUpMs = 500
  const stream = {
    request: { method: 'GET', path },
    arrivals: { kind: 'constant', perSecond, durationMs: seconds * 1000 },
    metric: 'bench',
    labels: {},
  } as const
  const all = await http.openLoop({ origin, streams: [stream], warmUpMs })
  return {
    latency: percentilesOf(dataOf(all, 'bench.latency', 'histogram')),
    lateness: percentilesOf(dataOf(all, 'generator.lateness', 'histogram')),
    window: windowOf(all, 'bench.latency'),
  }
})
