import { TruthProcess } from '../../../load/calibration/truth/truth-process.ts'
import { median } from '../../../reports/statistics/median.ts'

/**
 * Lets contenders try the same in turns. Whoever comes first has the others' leftovers to clear away: they change places. The truth's process is a
 * new one each time, because it keeps a record of every request.
 *
 * @returns of each contender what came of it, turn by turn
 */
export async function inTurns<Name extends string, T>(
  names: readonly Name[],
  turns: number,
  attempt: (truth: TruthProcess, name: Name) => Promise<T>,
): Promise<Record<Name, T[]>> {
  const results = Object.fromEntries(names.map(name => [name, []])) as unknown as Record<Name, T[]>
  for (let turn = 0; turn < turns; turn++) {
    const order = turn % 2 === 0 ? names : names.toReversed()
    for (const name of order) {
      await using truth = new TruthProcess()
      results[name].push(await attempt(truth, name))
    }
  }
  return results
}

/** @returns the median over the turns of a number */
export const middle = <T>(turns: readonly T[], of: (one: T, turn: number) => number): number =>
  median(Float64Array.from(turns, of))
