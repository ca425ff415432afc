import { inTime } from './in-time.ts'
import { connectQueue, queueError } from './queue-client.ts'
import { runKeyOf } from './seat.ts'

/** How long the queue believes that a run goes on which is not heard of any more, ms. */
const HELD_MS = 15_000

/**
 * Has a queue know that a run goes on, through all its crews: a worker that is to serve one run waits for the next of them.
 *
 * @returns `release` ends it; the end of this process does so too, a quarter of a minute later
 * @throws QueueError when the queue can't be used
 */
export async function holdRun(url: string, run: string): Promise<{ release(): Promise<void> }> {
  const client = await connectQueue(url)
  const hold = () => client.set(runKeyOf(run), '1', { expiration: { type: 'PX', value: HELD_MS } })
  try {
    await hold()
  } catch (error) {
    client.destroy()
    throw queueError(url, error as Error)
  }
  const holding = setInterval(() => void hold().catch(() => 'the queue is away'), HELD_MS / 5)
  return {
    release: async () => {
      clearInterval(holding)
      await inTime(client.del(runKeyOf(run)))
      client.destroy()
    },
  }
}
