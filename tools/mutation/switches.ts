import { MutationError } from './mutation-error.ts'

/**
 * How instrumented code is told which mutant is on, and tells which it ran. A mutant costs a comparison and a count where it stands:
 * with the function calls that Stryker puts there, loops of a million rounds took a hundred times as long.
 */
export interface Switches {
  /** The mutant that is on; -1 for none. */
  active: number
  /** By mutant: how often the code that it changes was run, changed or not. */
  hits: Float64Array
  /** Called each time the mutant that is on is run. @returns true */
  hit(): boolean
}

/** The global variable that holds the switches of a process. */
export const SWITCHES = 'mutationSwitches'

/**
 * @param source as Stryker's instrumenter leaves it, without its header
 * @returns the same with the switches of this project
 * @throws MutationError when some of Stryker's own are left
 */
export function useSwitches(source: string): string {
  const switched = source
    .replaceAll(/stryMutAct_9fa48\("(\d+)"\)/g, `(${SWITCHES}.active === $1 && ${SWITCHES}.hit())`)
    .replaceAll(/stryCov_9fa48\(([\s\d",]*)\)/g, (_, ids: string) => {
      const counts = ids.match(/\d+/g)?.map(id => `${SWITCHES}.hits[${id}]++`) ?? []
      return `(${counts.join(', ')})`
    })
  const left = /\w+_9fa48.{0,40}/.exec(switched)
  if (left) throw new MutationError(`The instrumenter wrote what is not known here: ${left[0]}`)
  return switched === source ? source : `const ${SWITCHES} = globalThis.${SWITCHES};\n${switched}`
}

/**
 * @param sources as `useSwitches` returns them
 * @returns how many switches they take: one more than the highest that is named. Stryker leaves numbers out, so there may be more than
 *   there are mutants.
 */
export function countSwitches(sources: readonly string[]): number {
  const named = new RegExp(String.raw`${SWITCHES}\.(?:active === |hits\[)(\d+)`, 'g')
  const numbers = sources.flatMap(source => [...source.matchAll(named)].map(([, number]) => Number(number)))
  return numbers.reduce((count, number) => Math.max(count, number + 1), 0)
}
