import { arrivals, arrivalsWithin } from '../arrivals.ts'
import type { ArrivalShape } from '../arrivals.ts'
import { peakOf } from '../arrivals/peak-of.ts'
import type { Clock } from '../clock.ts'
import { runSchedule } from '../schedule.ts'
import type { Operation, Outcome } from './operation.ts'

/** What was asked for in the warm-up and is not there by then is let go. */
const WARM_UP_LEFT_MS = 1000

const NEVER = new AbortController().signal

/** How long it takes, ms. */
export interface WarmUpTimes {
  /** For how long the rate rises from none to the highest of the shape, before all else; 0: it does not. */
  rampMs: number
  /** The time after that. Above 0. */
  warmUpMs: number
  /** Of the operations, from when they are due. */
  timeoutMs: number
}

/**
 * Does all streams for `warmUpMs`, each through the whole course of its rate in small, and forgets what comes of it. With `rampMs` the rate of each rises
 * to the highest of its course before, in a straight line: whoever is asked is not asked at the full rate from one moment to the next.
 */
export async function warmUp(
  streams: readonly { operation: Operation; arrivals: ArrivalShape }[],
  { rampMs, warmUpMs, timeoutMs }: WarmUpTimes,
  clock: Clock,
): Promise<void> {
  const startMs = clock.nowMs()
  /** As if they had been due so long ago that their time is up when the warm-up's is. */
  const duedMs = startMs + rampMs + warmUpMs + WARM_UP_LEFT_MS - timeoutMs
  const answers: Promise<Outcome>[] = []
  const sent = streams.map(async ({ operation, arrivals: shape }) => {
    let sentBefore = 0
    const send = (index: number): void =>
      void answers.push(operation(sentBefore + index, duedMs, NEVER, clock.nowMs()))
    if (rampMs > 0) {
      const rising = arrivals({
        kind: 'ramp',
        fromPerSecond: 0,
        toPerSecond: peakOf(shape),
        durationMs: rampMs,
      })
      await runSchedule(rising, startMs, clock, send)
      sentBefore = rising.count
    }
    await runSchedule(arrivalsWithin(warmUpMs, shape), startMs + rampMs, clock, send)
  })
  await Promise.all(sent)
  await Promise.all(answers)
}
