import { formatCount, formatDuration } from '../../format.ts'
import { clip } from '../cite.ts'
import type { Rule } from '../rule.ts'

/** A page opens a socket on which nothing comes while it is watched. */
export const silentSockets: Rule = {
  id: 'silent-sockets',
  find: seen => {
    const sockets = seen.tally('page.sockets')
    if (!sockets || sockets.bad === 0) return []
    const watches = seen.measurements('page.sockets')
    const longestMs = Math.max(...watches.map(({ window }) => window.endMs - window.startMs))
    const examples = watches.flatMap(({ data }) =>
      data.kind === 'tally' ? Object.values(data.examples ?? {}) : [],
    )
    const such = examples[0] === undefined ? '' : `, such as ${clip(examples[0], 160)}`
    return [
      {
        explains: [],
        priority: 'LOW',
        text: `Nothing came on ${formatCount(sockets.bad)} of the ${formatCount(sockets.total)} sockets of the page while it was left open for ${formatDuration(longestMs)} (page.sockets)${such}.`,
        next: 'If it is to bring live data, look whether what the page subscribes to is answered; if it seldom has any, the page pays for a connection that it could open later.',
      },
    ]
  },
}
