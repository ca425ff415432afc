import type { CallTree } from '../../../../../load/resources/profile/call-tree.ts'
import { hasWords } from '../has-words.ts'

/** No call: all that was sampled. */
export const WHOLE = -1

/** A call as it is drawn: its row, from 0 at the top, and its place in the width, 0 to 1. */
export interface FlameBox {
  call: number
  row: number
  from: number
  width: number
}

/** A function with what was sampled in it alone, and in all that it called. */
export interface FunctionCost {
  functionIndex: number
  self: number
  total: number
}

/** The calls that each call made, the largest first; under `WHOLE` those that nobody made. */
export function callsMade({ calls }: CallTree): Map<number, number[]> {
  return Map.groupBy(calls.keys(), index => calls[index]?.[1] ?? WHOLE)
}

/**
 * Lays calls out, each under its caller, the largest left.
 *
 * @param zoomed the call that takes all of the width, under those that it was made in; `WHOLE`: all
 * @param least width of what is laid out, 0 to 1
 */
export function layFlame(tree: CallTree, zoomed: number, least: number): FlameBox[] {
  const made = callsMade(tree)
  const path = [...callersOf(tree, zoomed), WHOLE].toReversed()
  const boxes = path.map((call, row): FlameBox => ({ call, row, from: 0, width: 1 }))
  const whole = totalOf(tree, zoomed)
  // Those that are added are gone through in their turn.
  for (let index = path.length - 1; index < boxes.length; index++) {
    const box = boxes[index]
    if (!box) break
    let { from } = box
    for (const call of made.get(box.call) ?? []) {
      const width = totalOf(tree, call) / whole
      if (width >= least) boxes.push({ call, row: box.row + 1, from, width })
      from += width
    }
  }
  return boxes
}

/** @returns a call and those that it was made in, the innermost first; nothing of `WHOLE` */
export function callersOf({ calls }: CallTree, call: number): number[] {
  const path: number[] = []
  for (let at = call; at >= 0; at = calls[at]?.[1] ?? WHOLE) path.push(at)
  return path
}

/** @returns what was sampled in a call and all that it called, in the unit of the profile */
export const totalOf = ({ total, calls }: CallTree, call: number): number =>
  call === WHOLE ? total : (calls[call]?.[2] ?? 0)

/** @returns every function, that first in which most was sampled; of one that calls itself what is in it counts once */
export function functionCosts(tree: CallTree): FunctionCost[] {
  const costs = tree.functions.map((_, functionIndex): FunctionCost => ({ functionIndex, self: 0, total: 0 }))
  for (const [index, [functionIndex, , total, self]] of tree.calls.entries()) {
    const cost = costs[functionIndex]
    if (!cost) continue
    cost.self += self
    const isInItself = callersOf(tree, index)
      .slice(1)
      .some(caller => tree.calls[caller]?.[0] === functionIndex)
    if (!isInItself) cost.total += total
  }
  return costs.toSorted((a, b) => b.self - a.self)
}

/** @returns the functions whose names or files have all of some words, and what was sampled in them and all that they called; without words none */
export function searchFlame(tree: CallTree, words: string): { found: ReadonlySet<number>; total: number } {
  if (words.trim() === '') return { found: new Set(), total: 0 }
  const fits = tree.functions.map(({ name, file, line }) => hasWords(`${name} ${file}:${line}`, words))
  const isFound = (call: number): boolean => fits[tree.calls[call]?.[0] ?? -1] === true
  const outermost = [...tree.calls.keys()].filter(
    call => isFound(call) && !callersOf(tree, call).slice(1).some(isFound),
  )
  return {
    found: new Set([...fits.keys()].filter(index => fits[index])),
    total: outermost.reduce((sum, call) => sum + totalOf(tree, call), 0),
  }
}

/** Whose a function is, by its file: the target's own, one of a package, or one of the runtime (which has no file). */
export type Owner = 'own' | 'package' | 'runtime'

/** Folders of packages: of npm, of Python, of Go. */
const PACKAGES = /(?:^|[/\\])(?:node_modules|site-packages|dist-packages|pkg[/\\]mod)[/\\]/

/** What is told in the place of a file by runtimes: `node:fs`, `<frozen importlib>`, nothing. */
const NO_FILE = /^$|^node:|^</

/** @returns whose a function is */
export function ownerOf(file: string): Owner {
  if (NO_FILE.test(file)) return 'runtime'
  return PACKAGES.test(file) ? 'package' : 'own'
}
