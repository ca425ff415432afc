import { arrivalsWithin } from '../arrivals.ts'
import type { Clock } from '../clock.ts'
import { runSchedule } from '../schedule.ts'
import type { Stream } from './open-loop.ts'
import { outgoing } from './outgoing.ts'
import type { Sender } from './sender.ts'

/** What was asked for in the warm-up and is not there by then is let go. */
const WARM_UP_LEFT_MS = 1000

/** Sends all streams for `warmUpMs`, each through the whole course of its rate in small, and forgets what comes of it. */
export async function warmUp(
  streams: readonly Stream[],
  headers: Readonly<Record<string, string>>,
  warmUpMs: number,
  sender: Sender,
  clock: Clock,
): Promise<void> {
  const startMs = clock.nowMs()
  /** As if they had been due so long ago that their time is up when the warm-up's is. */
  const duedMs = startMs + warmUpMs + WARM_UP_LEFT_MS - sender.timeoutMs
  const answers: Promise<void>[] = []
  const sent = streams.map(({ request, arrivals: shape }) => {
    const next = outgoing(request, headers, sender)
    return runSchedule(arrivalsWithin(warmUpMs, shape), startMs, clock, index => {
      answers.push(new Promise(resolve => sender.send(next(index), duedMs, () => resolve())))
    })
  })
  await Promise.all(sent)
  await Promise.all(answers)
}
