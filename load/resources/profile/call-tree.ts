import type { Place } from './sources.ts'

/** What was sampled, as a tree of who called whom: at most as many calls as it was asked for. */
export interface CallTree {
  /** Of all samples, in the unit of the profile. */
  total: number
  functions: Place[]
  /**
   * A call each, after that which it was made in: its function and that call by their numbers (-1 where nobody called it), what was sampled in it and in
   * all that it called, and in it alone. What its calls leave of it is in calls that are too small to be kept.
   */
  calls: [functionIndex: number, caller: number, total: number, self: number][]
}

/** So many calls are kept: what a page draws in a moment, in some 30 kB. The others are too narrow to be seen. */
const MOST_CALLS = 1000

interface Call {
  functionIndex: number
  caller: Call | undefined
  total: number
  self: number
  calls: Map<number, Call>
}

/** Adds sampled stacks up to a tree. */
export class StackSum {
  readonly #functions: Place[] = []
  readonly #indices = new Map<string, number>()
  readonly #roots = new Map<number, Call>()
  #total = 0

  /** @param stack the outermost function first; an empty one is not counted @param amount above 0 */
  add(stack: readonly Place[], amount: number): void {
    if (stack.length === 0) return
    this.#total += amount
    let call: Call | undefined
    for (const place of stack) {
      const calls: Map<number, Call> = call?.calls ?? this.#roots
      const functionIndex = this.#indexOf(place)
      let next = calls.get(functionIndex)
      if (!next) {
        next = { functionIndex, caller: call, total: 0, self: 0, calls: new Map() }
        calls.set(functionIndex, next)
      }
      next.total += amount
      call = next
    }
    if (call) call.self += amount
  }

  /** @param most calls to keep, the largest. Default 1000. */
  tree(most = MOST_CALLS): CallTree {
    const all: Call[] = []
    for (let level = [...this.#roots.values()]; level.length > 0;) {
      all.push(...level)
      level = level.flatMap(({ calls }) => [...calls.values()])
    }
    // None is larger than its caller, and of the same size it comes after it.
    const kept = all.toSorted((a, b) => b.total - a.total).slice(0, most)
    const numbers = new Map(kept.map((call, index) => [call, index]))
    const used = [...new Set(kept.map(({ functionIndex }) => functionIndex))]
    const renumbered = new Map(used.map((index, position) => [index, position]))
    return {
      total: short(this.#total),
      functions: used.flatMap(index => this.#functions[index] ?? []),
      calls: kept.map(({ functionIndex, caller, total, self }) => [
        renumbered.get(functionIndex) ?? 0,
        caller ? (numbers.get(caller) ?? -1) : -1,
        short(total),
        short(self),
      ]),
    }
  }

  #indexOf(place: Place): number {
    const key = `${place.name}\n${place.file}\n${place.line}`
    let index = this.#indices.get(key)
    if (index === undefined) {
      index = this.#functions.push(place) - 1
      this.#indices.set(key, index)
    }
    return index
  }
}

/** A thousandth is beyond what is sampled. */
const short = (amount: number): number => Math.round(amount * 1000) / 1000
