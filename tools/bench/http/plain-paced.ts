import { Agent, request } from 'node:http'
import { percentileOf } from '../../../load/calibration/lateness.ts'
import { answerContest } from './contest.ts'

/** The plainest that keeps a pace: Node's own client, each request at its time and on a connection that is kept, timed, and nothing more. */
answerContest(async ({ origin, path, seconds, perSecond = 100 }) => {
  const agent = new Agent({ keepAlive: true })
  const latenciesMs: number[] = []
  const count = seconds * perSecond
  await new Promise<void>((resolve, reject) => {
    const startMs = performance.now()
    let sent = 0
    const send = (): void => {
      const sentMs = performance.now()
      const one = request(`${origin}${path}`, { agent }, response => {
        response.resume().once('end', () => {
          latenciesMs.push(performance.now() - sentMs)
          if (latenciesMs.length === count) resolve()
        })
      })
      one.once('error', reject).end()
    }
    const step = (): void => {
      for (; sent < count && startMs + (sent * 1000) / perSecond < performance.now() + 1; sent++) send()
      if (sent < count) setTimeout(step, Math.max(0, startMs + (sent * 1000) / perSecond - performance.now()))
    }
    step()
  })
  agent.destroy()
  return { latency: { p50: percentileOf(latenciesMs, 50), p99: percentileOf(latenciesMs, 99) } }
})
