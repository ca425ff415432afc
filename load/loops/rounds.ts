import { LoopProbe } from '../measure/health/loop-probe.ts'
import { seededRandom } from '../seeded-random.ts'

/** Rounds that are begun for each one that is wanted, at most. */
const MOST_TRIES = 2

/** The same things over and over, in an order by chance each time, so that what changes slowly falls on all alike. */
export interface RoundOptions<Name extends string> {
  names: readonly Name[]
  /** How many rounds are wanted. */
  rounds: number
  /** A round for so much of which this thread was held up is set aside, ms. */
  heldUpFromMs: number
  /** Of the order. Default 1. */
  seed?: number
}

/**
 * The same as `inPartialRounds`, but of a round in which something failed nothing is told.
 *
 * @param round is told of each round in which all is there
 */
export const inRounds = <Name extends string>(
  options: RoundOptions<Name>,
  turn: (name: Name) => Promise<number | undefined>,
  round: (took: Readonly<Record<Name, number>>) => void,
): Promise<void> =>
  inPartialRounds(options, turn, took => {
    if (options.names.every(name => took[name] !== undefined)) round(took as Record<Name, number>)
  })

/**
 * Does each thing once a round. A ratio of times can't be told where this thread was late for one of them: such a round is set aside, and another is begun in
 * its place, up to twice as many as are wanted.
 *
 * @param turn does one thing @returns what it took, ms; `undefined` where it failed
 * @param round is told of each round what is there
 */
export async function inPartialRounds<Name extends string>(
  { names, rounds, heldUpFromMs, seed = 1 }: RoundOptions<Name>,
  turn: (name: Name) => Promise<number | undefined>,
  round: (took: Readonly<Partial<Record<Name, number>>>) => void,
): Promise<void> {
  const random = seededRandom(seed)
  const probe = new LoopProbe()
  try {
    for (let tried = 0, whole = 0; whole < rounds && tried < MOST_TRIES * rounds; tried++) {
      probe.read()
      const took = new Map<Name, number>()
      const order = names.map(name => ({ name, place: random() })).sort((a, b) => a.place - b.place)
      for (const { name } of order) {
        const ms = await turn(name)
        if (ms !== undefined) took.set(name, ms)
      }
      if (probe.read().heldUpMs >= heldUpFromMs) continue
      whole++
      round(Object.fromEntries(took) as Partial<Record<Name, number>>)
    }
  } finally {
    probe.stop()
  }
}
