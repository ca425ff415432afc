import { CrewError } from './crew-error.ts'
import type { CrewOptions } from './crew-options.ts'
import type { Engine } from './engine.ts'
import { inTime } from './in-time.ts'
import { harmlessAddress } from '../harmless-address.ts'
import type { Seat } from './seat.ts'

/** What came of waiting for workers. */
export interface Came {
  there: number
  joinWithinMs: number
  /** Why some did not take part, a sentence each. */
  refused: readonly string[]
}

/** @returns why a run does not begin: how many workers came, why others did not, and which other runs have workers of its queue */
export async function tooFewWorkers(
  { size, version, url, run }: CrewOptions,
  engine: Engine,
  { there, joinWithinMs, refused }: Came,
): Promise<CrewError> {
  const seconds = Math.round(joinWithinMs / 100) / 10
  const others = await workersElsewhere(engine, run)
  const sentences = [
    `Only ${there} of ${size} workers of version ${version} came to ${harmlessAddress(url)} within ${seconds} s.`,
    ...new Set(refused),
    ...others,
  ]
  return new CrewError(sentences.join(' '), 'ERR_TOO_FEW_WORKERS')
}

/** @returns a sentence for each other run; none where the queue does not tell in time */
async function workersElsewhere({ queue }: Engine, run: string): Promise<string[]> {
  let seats: Seat[] = []
  await inTime(queue.getActive().then(active => (seats = active.map(({ data }) => data as Seat))))
  const others = Map.groupBy(seats, seat => seat.run)
  others.delete(run)
  return [...others].map(
    ([name, { length }]) =>
      `${length === 1 ? 'One works' : `${length} work`} for the run ${name}: start more, or wait until that has ended.`,
  )
}
