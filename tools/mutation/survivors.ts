import type { Mutant } from './instrument.ts'

/** A mutant that may survive, told by the code and not by the number of its line, which changes with each edit above it. */
export interface ListedSurvivor extends Omit<Mutant, 'id' | 'line'> {
  /** Why no test can, or need, tell it from the original. */
  reason: string
  /** That it is killed at times and survives at others, because its tests run in real time: it is never stale. */
  sometimesKilled?: true
}

/** How the mutants that survived differ from those listed. */
export interface SurvivorCheck {
  /** Survivors that are not listed. */
  unlisted: Mutant[]
  /** Listed ones that are killed, or whose code is gone; not those that are killed at times. */
  stale: ListedSurvivor[]
}

/** @returns what is to be changed in the list; where one line holds the same mutant twice it takes two entries to list both */
export function checkSurvivors(
  survivors: readonly Mutant[],
  listed: readonly ListedSurvivor[],
): SurvivorCheck {
  const open = [...listed]
  const unlisted = survivors.filter(survivor => {
    const index = open.findIndex(one => identity(one) === identity(survivor))
    if (index >= 0) open.splice(index, 1)
    return index < 0
  })
  return { unlisted, stale: open.filter(({ sometimesKilled }) => !sometimesKilled) }
}

const identity = ({ file, within, original, mutated }: Omit<ListedSurvivor, 'reason'>): string =>
  JSON.stringify([file, within, original, mutated])
