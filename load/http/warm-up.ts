import type { Dispatcher } from 'undici'
import { arrivalsWithin } from '../arrivals.ts'
import type { Clock } from '../clock.ts'
import { runSchedule } from '../schedule.ts'
import { Answer } from './answer.ts'
import type { OpenLoopOptions } from './open-loop.ts'
import { headersOf } from './request.ts'

/** What was asked for in the warm-up and is not there by then is let go. */
const WARM_UP_LEFT_MS = 1000

/** Sends all streams for `warmUpMs`, each through the whole course of its rate in small, and forgets what comes of it. */
export async function warmUp(
  { streams, headers = {} }: OpenLoopOptions,
  warmUpMs: number,
  pool: Dispatcher,
  clock: Clock,
): Promise<void> {
  const startMs = clock.nowMs()
  const answers: Promise<unknown>[] = []
  const sent = streams.map(({ request, arrivals: shape }) => {
    const { method, path, bodies } = request
    const options = { method, path, headers: headersOf(request, headers) }
    return runSchedule(arrivalsWithin(warmUpMs, shape), startMs, clock, index => {
      const body = bodies?.[index % bodies.length] ?? null
      answers.push(
        new Promise<void>(resolve => {
          const timeoutMs = startMs + warmUpMs + WARM_UP_LEFT_MS - clock.nowMs()
          const answer = new Answer(timeoutMs, clock, () => resolve())
          pool.dispatch({ ...options, body, bodyTimeout: 0, headersTimeout: 0 }, answer)
        }),
      )
    })
  })
  await Promise.all(sent)
  await Promise.all(answers)
}
