/** So many answers for each instance tell how a balancer chooses: one that leaves it to chance is taken for one that takes turns once in some hundred times. */
export const KNOWN_BY = 40

/** That an instance is taken for gone though it is there: so often, of all waits. */
const BY_CHANCE = 0.01

/**
 * How many answers in a row without one of an instance show that it is gone. Of a balancer that takes turns twice as many as ever came without one that was there. Else so many as come by
 * chance in one of a hundred waits: of `n` answers to which it gives a share `p`, `n p (1 - p)^row` rows of that length begin.
 *
 * @param names of who gave the answers while all were there, in their order
 * @param looked how many answers are looked at until it counts as not gone
 */
export function rowThatShows(names: readonly string[], looked: number): number {
  const instances = [...new Set(names)]
  const longest = Math.max(...instances.map(one => longestWithout(names, one)))
  const takesTurns = names.length >= KNOWN_BY * instances.length && longest <= 2 * instances.length
  if (takesTurns) return 2 * longest + 2
  const share = Math.min(...instances.map(one => names.filter(name => name === one).length)) / names.length
  return share < 1 ? Math.ceil(Math.log(BY_CHANCE / (looked * share)) / Math.log(1 - share)) : 1
}

function longestWithout(names: readonly string[], one: string): number {
  let longest = 0
  let row = 0
  for (const name of names) {
    row = name === one ? 0 : row + 1
    longest = Math.max(longest, row)
  }
  return longest
}
