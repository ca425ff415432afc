import { dataOf, windowOf } from '../../../load/calibration/data-of.ts'
import { systemClock } from '../../../load/clock.ts'
import { closedLoop } from '../../../load/http/closed-loop.ts'
import { percentilesOf } from './percentiles-of.ts'
import { answerContest } from './contest.ts'

/** The suite's own closed loop. */
answerContest(async ({ origin, path, connections, seconds }) => {
  const requests = [{ request: { method: 'GET', path } as const, labels: {} }]
  const options = { origin, requests, connections, seconds, metric: 'bench', labels: {} }
  const all = await closedLoop(options, systemClock)
  return {
    latency: percentilesOf(dataOf(all, 'bench.closed.latency', 'histogram')),
    window: windowOf(all, 'bench.capacity'),
  }
})
