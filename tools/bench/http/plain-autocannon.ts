import autocannon from 'autocannon'
import { answerContest } from './contest.ts'

/** The closed loop spends this much more, to warm up. */
const WARM_UP_SECONDS = 0.5

/** The floor: autocannon as it comes, and its own report. */
answerContest(async ({ origin, path, connections, seconds, perSecond }) => {
  const { latency } = await autocannon({
    url: `${origin}${path}`,
    connections,
    pipelining: 1,
    duration: seconds + (perSecond === undefined ? WARM_UP_SECONDS : 0),
    ...(perSecond === undefined ? {} : { overallRate: perSecond }),
  })
  return { latency: { p50: latency.p50, p99: latency.p99 } }
})
