import { formatValue } from '../../format.ts'
import { citeAll } from '../cite.ts'
import type { Rule } from '../rule.ts'
import type { Seen } from '../seen.ts'

const middleOf = (seen: Seen, turn: string): number => {
  const values = seen
    .measurements('observability.time', { turn })
    .flatMap(({ data }) => (data.kind === 'samples' ? data.points.map(({ value }) => value) : []))
    .toSorted((a, b) => a - b)
  return values[Math.floor(values.length / 2)] ?? Number.NaN
}

/** Traces and metrics cost a share of the work that they watch. */
export const costlyObservability: Rule = {
  id: 'costly-observability',
  find: (seen, open) => {
    const costly = open.filter(
      ({ metric, verdict }) => metric === 'observability.overhead' && verdict === 'FAIL',
    )
    if (costly.length === 0) return []
    const [off, on] = ['off', 'on'].map(turn => formatValue(middleOf(seen, turn), 'ms'))
    return [
      {
        explains: costly,
        text: `Traces and metrics cost what they watch: ${citeAll(costly)}. A request takes ${on} with them and ${off} without (medians of observability.time).`,
        next: 'Sample traces (one in a hundred shows the same), send spans in batches and not while a request waits, and look for labels that make a new series for each request.',
      },
    ]
  },
}
