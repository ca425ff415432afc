import { dataOf, windowOf } from '../../../load/calibration/data-of.ts'
import { http } from '../../../load/http/http.ts'
import { percentilesOf } from './percentiles-of.ts'
import { answerContest } from './contest.ts'

/** The suite's own closed loop. */
answerContest(async ({ origin, path, connections, seconds }) => {
  const requests = [{ request: { method: 'GET', path } as const, labels: {} }]
  const all = await http.closedLoop({
    origin,
    requests,
    connections,
    seconds,
    metric: 'bench',
    labels: {},
  })
  return {
    latency: percentilesOf(dataOf(all, 'bench.closed.latency', 'histogram')),
    window: windowOf(all, 'bench.capacity'),
  }
})
