import { estimateClockOffset } from '../clock-offset.ts'
import type { ClockOffset } from '../clock-offset.ts'
import { systemClock } from '../clock.ts'
import type { QueueClient } from './queue-client.ts'

/** Looks at the queue's clock, of which the quickest counts. */
const LOOKS = 15

/** @returns how far the queue's own clock is ahead of this process's, by the shortest of 15 round trips */
export async function compareWithQueue(
  client: QueueClient,
): Promise<Pick<ClockOffset, 'offsetMs' | 'errorMs'>> {
  const pings = []
  for (let look = 0; look < LOOKS; look++) {
    const sentMs = systemClock.nowMs()
    const [seconds, micros] = (await client.sendCommand(['TIME'])) as unknown as [string, string]
    pings.push({
      sentMs,
      peerMs: Number(seconds) * 1000 + Number(micros) / 1000,
      receivedMs: systemClock.nowMs(),
    })
  }
  const { offsetMs, errorMs } = estimateClockOffset(pings)
  return { offsetMs, errorMs }
}
