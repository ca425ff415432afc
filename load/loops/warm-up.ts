import { arrivalsWithin } from '../arrivals.ts'
import type { ArrivalShape } from '../arrivals.ts'
import type { Clock } from '../clock.ts'
import { runSchedule } from '../schedule.ts'
import type { Operation, Outcome } from './operation.ts'

/** What was asked for in the warm-up and is not there by then is let go. */
const WARM_UP_LEFT_MS = 1000

const NEVER = new AbortController().signal

/**
 * Does all streams for `warmUpMs`, each through the whole course of its rate in small, and forgets what comes of it.
 *
 * @param timeoutMs of the operations, from when they are due
 */
export async function warmUp(
  streams: readonly { operation: Operation; arrivals: ArrivalShape }[],
  { warmUpMs, timeoutMs }: { warmUpMs: number; timeoutMs: number },
  clock: Clock,
): Promise<void> {
  const startMs = clock.nowMs()
  /** As if they had been due so long ago that their time is up when the warm-up's is. */
  const duedMs = startMs + warmUpMs + WARM_UP_LEFT_MS - timeoutMs
  const answers: Promise<Outcome>[] = []
  const sent = streams.map(({ operation, arrivals: shape }) =>
    runSchedule(arrivalsWithin(warmUpMs, shape), startMs, clock, index => {
      answers.push(operation(index, duedMs, NEVER))
    }),
  )
  await Promise.all(sent)
  await Promise.all(answers)
}
