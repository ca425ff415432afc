/** What an instance got in each round of tasks, over an even share: 1 is even. */
export interface Shares {
  busiest: number[]
  idlest: number[]
}

/**
 * What the busiest and the idlest instance got in each round. Of instances that are all the same to a balancer one is the busiest by chance, the more so the fewer tasks there are: which
 * one it is, is told by the rounds of even number for those of odd number, and the other way round (cross-fitting), so that the mean over all rounds is no further from 1 than the truth.
 *
 * @param rounds the instances that took the tasks of each round, each of as many tasks as there are instances
 * @param instances how many there are: those that are in no round got nothing
 */
export function sharesOf(rounds: readonly (readonly string[])[], instances: number): Shares {
  const names = [...new Set(rounds.flat())]
  for (let missing = 1; names.length < instances; missing++) names.push(`missing ${missing}`)
  const halves = [0, 1].map(half => rounds.filter((_, index) => index % 2 === half).flat())
  const extremes = halves.map(half => {
    const ordered = names.toSorted((a, b) => count(half, b) - count(half, a))
    return { busiest: ordered[0] ?? '', idlest: ordered.at(-1) ?? '' }
  })
  const shareOf = (which: keyof Shares): number[] =>
    rounds.map((round, index) => {
      const name = extremes[1 - (index % 2)]?.[which] ?? ''
      return (count(round, name) * names.length) / round.length
    })
  return { busiest: shareOf('busiest'), idlest: shareOf('idlest') }
}

/** @returns the standard error of their mean, where they do not depend on each other; 0 of fewer than 2 */
export function standardError(values: readonly number[]): number {
  const n = values.length
  if (n < 2) return 0
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / (n - 1) / n)
}

const count = (all: readonly string[], name: string): number => all.filter(one => one === name).length
