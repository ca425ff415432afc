import type { Call, Due } from './due.ts'

/** What became of the moments of a schedule. */
export interface Matched {
  /** Of each moment its first call; `undefined` where there was none. */
  first: (Call | undefined)[]
  /** Calls for a moment that had been called already, or for none at all. */
  extra: Call[]
}

/**
 * Finds out which call is for which moment. A call that says so is for that one. Of the others each is for the last moment before it; where that has been
 * called already, for the oldest that was missed: a scheduler that was held up makes up for it. So one that is missed and one that is doubled pass for one
 * call that is late, where calls do not say what they are for.
 *
 * @param due in order
 * @param calls in order
 * @param earlyMs a call may come so long before its moment: clocks differ
 */
export function matchCalls(due: readonly Due[], calls: readonly Call[], earlyMs: number): Matched {
  const first: (Call | undefined)[] = due.map(() => undefined)
  const extra: Call[] = []
  for (const call of calls) {
    const index =
      call.scheduledForMs === undefined
        ? latestBefore(due, call.atMs + earlyMs)
        : nearest(due, call.scheduledForMs, earlyMs)
    const missed = call.scheduledForMs === undefined ? oldestMissed(due, first, index) : -1
    if (index !== -1 && first[index] === undefined) first[index] = call
    else if (missed !== -1) first[missed] = call
    else extra.push(call)
  }
  return { first, extra }
}

const latestBefore = (due: readonly Due[], atMs: number): number => due.findLastIndex(one => one.atMs <= atMs)

const nearest = (due: readonly Due[], atMs: number, withinMs: number): number =>
  due.findIndex(one => Math.abs(one.atMs - atMs) <= withinMs)

const oldestMissed = (due: readonly Due[], first: readonly (Call | undefined)[], before: number): number =>
  first.findIndex((call, index) => index < before && call === undefined && due[index]?.isOptional !== true)
