import { formatCount } from '../../../format.ts'
import type { Declared } from '../../../stored/declared.ts'
import type { TallySum } from './measured/tally-sums.ts'

/** @returns a sentence for each kind of events that are accounted for: `1,519,000 updates sent: 0 lost, 0 duplicated, 0 reordered.` */
export function accountsOf(tallies: readonly TallySum[], declared: Declared): string[] {
  const accounted = tallies.flatMap(tally => {
    const view = declared.view(tally.metric)
    return view.kind === 'account' ? [{ noun: view.noun, tally }] : []
  })
  return [...Map.groupBy(accounted, ({ noun }) => noun)].map(([noun, own]) => {
    const causes: Record<string, number> = {}
    let total = 0
    for (const { tally } of own) {
      total += tally.total
      for (const [cause, count] of Object.entries(tally.causes)) causes[cause] = (causes[cause] ?? 0) + count
    }
    const told = Object.entries(causes).map(([cause, count]) => `${formatCount(count)} ${cause}`)
    return `${formatCount(total)} ${noun}${told.length === 0 ? '' : `: ${told.join(', ')}`}.`
  })
}
