import type { WorkerFacts } from './seat.ts'

type Named = Pick<WorkerFacts, 'id' | 'name'>

/**
 * Hosts that are copies of one image may have one name, and containers of them one process id: what such workers measured would be taken for one's.
 *
 * @param others all that ever had a seat of the run
 * @returns what a worker is called: as it was before where it had a seat, else by its own name, with a number where another has that
 */
export function ownName({ id, name }: Named, others: readonly Named[]): string {
  const known = others.find(other => other.id === id)
  if (known) return known.name
  const taken = new Set(others.map(other => other.name))
  let own = name
  for (let number = 2; taken.has(own); number++) own = `${name} (${number})`
  return own
}
