import { formatRatio, formatValue } from '../../format.ts'
import { cite, citeAll, joined } from '../cite.ts'
import { failedOf } from '../failed.ts'
import type { Finding, Rule } from '../rule.ts'
import { percentileOf } from '../seen.ts'
import type { Seen } from '../seen.ts'

const middle = (seen: Seen, metric: string, labels: Record<string, string>): number | undefined => {
  const curve = seen.curve(metric, labels)
  return curve && percentileOf(curve, 50)
}

/** Where the warm time is this share of the cold one and less, caches help. */
const HELPS = 0.5

/** Installing or building takes long. */
export const slowDelivery: Rule = {
  id: 'slow-delivery',
  find: (seen, open) =>
    ['delivery.install', 'delivery.build'].flatMap((metric): Finding[] => {
      const slow = failedOf(open, metric)
      if (slow.length === 0) return []
      const what = metric === 'delivery.install' ? 'install' : 'build'
      const [cold, warm] = ['cold', 'warm'].map(cache => middle(seen, metric, { cache }))
      const isHelped = cold !== undefined && warm !== undefined && warm <= HELPS * cold
      const helped = isHelped ? ` With warm caches it takes ${formatRatio(warm / cold)} of that.` : ''
      return [
        {
          explains: slow,
          text: `The ${what} of the target takes long: ${citeAll(slow)}.${helped}`,
          next: isHelped
            ? 'Keep its caches from run to run of CI (keyed by the lockfile): the warm time is then the usual one.'
            : what === 'install'
              ? 'Look at what is fetched and what runs as it is installed (npm ls --all, --ignore-scripts): leave out what only development needs, and fetch binaries as packages.'
              : 'Time its steps one by one: run those side by side that do not wait for each other, and build only what has changed.',
        },
      ]
    }),
}

/** What is delivered is heavy. */
export const heavyDelivery: Rule = {
  id: 'heavy-delivery',
  find: (seen, open) => {
    const heavy = failedOf(open, 'delivery.size')
    const [first] = heavy
    if (!first) return []
    const parts = seen
      .curves('delivery.part')
      .map(curve => ({ part: curve.labels['part'] ?? '', bytes: percentileOf(curve, 50) }))
      .toSorted((a, b) => b.bytes - a.bytes)
    const heaviest = joined(parts.map(({ part, bytes }) => `${part} ${formatValue(bytes, 'bytes')}`))
    return [
      {
        explains: heavy,
        text: `What is delivered is heavy: ${heavy.map(cite).join('; ')}. Its heaviest parts: ${heaviest}.`,
        next: 'Leave out of it what nobody needs to run it: source maps, tests, fixtures and second copies of libraries; fetch large data when it is used.',
      },
    ]
  },
}
