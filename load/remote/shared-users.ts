import type { UsersOptions } from '../http/users/users.ts'
import type { Measurement } from '../measure/measurement.ts'
import type { Crew } from './crew.ts'
import { pooled } from './pooled.ts'

/**
 * Has users played by all workers of a crew: see `users`. They are dealt in the turn in which they come, with their numbers, and so are the rows of their
 * classes.
 *
 * @returns what one machine would: pooled histograms and tallies; what each generator tells of itself has the label `machine`
 * @throws CrewError when it can't begin on all of them
 */
export async function sharedUsers(crew: Crew, options: UsersOptions): Promise<Measurement[]> {
  const metrics = [options.metric]
  const shared = await crew.share(
    { module: 'http', name: 'users' },
    index => ({ ...options, share: { index, count: crew.size } }),
    { metrics },
  )
  return pooled(shared, metrics)
}
