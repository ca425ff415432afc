import type { Declared } from '../../../stored/declared.ts'
import type { Distribution } from './measured/distributions.ts'
import type { TallySum } from './measured/tally-sums.ts'

/** Spans that follow each other, and what is known of the whole. */
export interface Way {
  title: string
  spans: Distribution[]
  whole: Distribution | undefined
  /** By how much the stamps at its end are wrong. */
  error: Distribution | undefined
  /** Values that did not go the whole way, because a newer one did. */
  superseded: TallySum | undefined
}

/** The ways of a section, of each the first that was measured of a part; none of those that lack a declared span. */
export function waysOf(
  distributions: readonly Distribution[],
  tallies: readonly TallySum[],
  declared: Declared,
): Way[] {
  const parts = [...distributions, ...tallies].flatMap(each => {
    const view = declared.view(each.metric)
    return view.kind === 'way' ? [{ ...view, each }] : []
  })
  return [...Map.groupBy(parts, ({ way }) => way)].flatMap(([title, own]): Way[] => {
    const named = (part: string): string | undefined => own.find(one => one.part === part)?.each.metric
    const distribution = (metric: string | undefined): Distribution | undefined =>
      distributions.find(each => each.metric === metric)
    const spans = [...new Set(own.filter(({ part }) => part === 'span').map(({ each }) => each.metric))]
      .toSorted((a, b) => declared.byOrder(a, b))
      .flatMap(metric => distribution(metric) ?? [])
    const wanted = declared.namesOf(view => view.kind === 'way' && view.way === title && view.part === 'span')
    if (spans.length === 0 || spans.length < wanted.length) return []
    return [
      {
        title,
        spans,
        whole: distribution(named('whole')),
        error: distribution(named('error')),
        superseded: tallies.find(({ metric }) => metric === named('superseded')),
      },
    ]
  })
}
