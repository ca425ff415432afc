import { citeAll, clip, joined } from '../cite.ts'
import { failedOf } from '../failed.ts'
import type { Rule } from '../rule.ts'

/** What holds a kind says more than its number. */
const LONGEST = 160

/** A page keeps something of each use. */
export const pageLeak: Rule = {
  id: 'page-leak',
  find: (seen, open) => {
    const leaking = failedOf(open, 'page.leak')
    if (leaking.length === 0) return []
    const kinds = seen
      .measurements('page.leak')
      .flatMap(({ data }) =>
        data.kind === 'tally' ? Object.keys(data.causes).map(kind => ({ kind, of: data })) : [],
      )
      .map(({ kind, of }) => `${kind}: ${of.examples?.[kind] ?? 'more after each round'}`)
    const listens = kinds.some(told => /listener/i.test(told))
    return [
      {
        explains: leaking,
        text: `The page keeps something of each use, in one document: ${joined(
          kinds.map(told => clip(told, LONGEST)),
          3,
          '; ',
        )} (${citeAll(leaking)}).`,
        next: listens
          ? 'Take away what was listened with when its part of the page goes (removeEventListener, an AbortSignal, the cleanup of an effect): until then it holds all that it mentions.'
          : 'Let go of it where its part of the page goes: an entry of a list or a map, a timer, a subscription; or keep no more than the last few.',
      },
    ]
  },
}
