import { formatCount } from '../../format.ts'
import { clip } from '../cite.ts'
import type { Rule } from '../rule.ts'

/** A page counts as ready before its live data are there. */
export const readyBeforeData: Rule = {
  id: 'ready-before-data',
  find: seen => {
    const visits = seen.tally('dashboard.early')
    if (!visits || visits.bad === 0) return []
    const [[cause] = ['']] = visits.causes
    return [
      {
        explains: [],
        priority: 'MEDIUM',
        text: `In ${formatCount(visits.bad)} of ${formatCount(visits.total)} visits the page counted as ready before live data were on it (dashboard.early): ${clip(cause, 160)}. Its time to live data is longer than dashboard.ready says.`,
        next: 'Let "ready" of the target\'s page be what is there only once data are: its live element with a number in it, such as { text: /[1-9]\\d* agents/ }.',
      },
    ]
  },
}
