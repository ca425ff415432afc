import type { ClosedLoopOptions } from '../http/closed-loop/closed-loop-options.ts'
import type { Measurement, SamplesData } from '../measure/measurement.ts'
import type { Crew } from './crew.ts'
import { pooled } from './pooled.ts'

/**
 * Does a closed loop with the workers of a crew: see `closedLoop`. Its connections are dealt in turn, each with the deck that it would have on one machine;
 * where there are fewer of them than workers, the others have a rest.
 *
 * @returns what one machine would: pooled histograms and tallies, and in each stretch of the capacity what came back to all
 * @throws CrewError when it can't begin on all of them
 */
export async function sharedClosedLoop(crew: Crew, options: ClosedLoopOptions): Promise<Measurement[]> {
  const count = Math.min(crew.size, options.connections)
  const shared = await crew.share(
    { module: 'http', name: 'closedLoop' },
    index => ({ ...options, share: { index, count } }),
    { metrics: [options.metric], among: count },
  )
  const capacity = `${options.metric}.capacity`
  return pooled(shared, []).map(one =>
    one.metric === capacity && one.data.kind === 'samples' ? { ...one, data: sumOf(one.data) } : one,
  )
}

/** All begin at one moment, so that their stretches do too. */
function sumOf({ points }: SamplesData): SamplesData {
  const sums = new Map<number, number>()
  for (const { atMs, value } of points) sums.set(atMs, (sums.get(atMs) ?? 0) + value)
  return { kind: 'samples', points: [...sums].map(([atMs, value]) => ({ atMs, value })) }
}
