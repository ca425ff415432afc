import { formatValue } from '../../format.ts'
import { hodgesLehmann } from '../../statistics/signed-rank.ts'
import { citeAll, clip } from '../cite.ts'
import { failedOf } from '../failed.ts'
import type { Rule } from '../rule.ts'
import type { Seen } from '../seen.ts'

/** A function in WebAssembly does something else than that in JavaScript. */
export const wrongWasm: Rule = {
  id: 'wrong-wasm',
  find: (seen, open) => {
    const wrong = failedOf(open, 'wasm.wrong')
    if (wrong.length === 0) return []
    const { example, causes = [] } = seen.tally('wasm.wrong') ?? {}
    const where = example ?? causes[0]?.[0]
    return [
      {
        explains: wrong,
        text: `WebAssembly and JavaScript do not do the same${where === undefined ? '' : ` (${clip(where)})`}. How fast a wrong answer comes says nothing, so nothing was timed.`,
        next: 'Mend the candidate, or let "compared" of both modules return what has to be the same.',
      },
    ]
  },
}

/** A function in WebAssembly keeps memory, or does little at once. */
export const costlyWasm: Rule = {
  id: 'costly-wasm',
  find: (_seen, open) => {
    const costly = failedOf(open, 'wasm.memory', 'wasm.concurrent')
    if (costly.length === 0) return []
    const keeps = costly.some(({ metric }) => metric === 'wasm.memory')
    return [
      {
        explains: costly,
        text: `The function in WebAssembly costs much: ${citeAll(costly)}.`,
        next: keeps
          ? 'Memory of WebAssembly never shrinks, and what it hands out is nobody’s until it is given back: call free() or delete() on each result, and reuse one instance.'
          : 'Look at what each call copies into and out of WebAssembly, and share one compiled module among the instances.',
      },
    ]
  },
}

/** What a claimed multiple of JavaScript's speed rests on, where it is not met. */
export const claimedWasm: Rule = {
  id: 'claimed-wasm',
  find: (seen, open) => {
    const claimed = failedOf(open, 'wasm.multiplier')
    if (claimed.length === 0) return []
    const missed = [...new Set(claimed.map(({ limit }) => limit))].toSorted((a, b) => a - b)
    const isAsked = claimed.some(({ level }) => level === 'error')
    const found = intervals(
      seen,
      claimed.map(({ labels }) => labels['what']),
    )
    return [
      {
        explains: claimed,
        ...(isAsked ? {} : { priority: 'LOW' as const }),
        text: `WebAssembly is not ${missed.join(' or ')} times as fast as JavaScript: of the same work with the same result it was ${found.join('; ')}.`,
        next: `${isAsked ? '' : 'Nothing is wrong. '}Such claims compare unlike things: a lexer of imports with a parser of all, or a local edit with a call of a remote model (368 ms against 7 ms). Choose by the measured multiple: handing a tree over to JavaScript costs more than parsing it.`,
      },
    ]
  },
}

/** Of the works that missed a limit: `0.62x (0.47x to 0.75x) for tree, 107 kB`, and of a page `... in a page`: the middle ratio and its 95 % interval, of logarithms, so that 2 and 1/2 weigh the same. */
function intervals(seen: Seen, missed: readonly (string | undefined)[]): string[] {
  return seen.measurements('wasm.multiplier').flatMap(({ data, labels }) => {
    if (data.kind !== 'samples' || data.points.length === 0 || !missed.includes(labels['what'])) return []
    const { estimate, low, high } = hodgesLehmann(data.points.map(({ value }) => Math.log(value)))
    const [middle, from, to] = [estimate, low, high].map(log => formatValue(Math.exp(log), 'times'))
    const where = labels['where'] === 'page' ? ' in a page' : ''
    return [`${middle} (${from} to ${to}) for ${clip(labels['what'] ?? '')}${where}`]
  })
}
