import type { Judgement } from '../../../../judge/slo.ts'
import { formatCount, formatValue } from '../../../../format.ts'
import { judgementsOf } from '../../model/verdict/judged.ts'
import { useDeclared } from '../../declared.tsx'
import { seriesKey } from '../../model/measured/names.ts'
import type { TallySum } from '../../model/measured/tally-sums.ts'
import { SeriesHead } from './series-head.tsx'
import { VerdictLink } from './verdict-link.tsx'
import { Causes } from './causes.tsx'
import { Caption } from './caption.tsx'
import { NumberHeads } from './number-heads.tsx'

interface TallyTableProps {
  caption: string
  tallies: readonly TallySum[]
  judgements: readonly Judgement[]
}

/** Events counted, a row a tally: all, bad, share, and the causes of the bad ones. */
export function TallyTable({ caption, tallies, judgements }: TallyTableProps) {
  const declared = useDeclared()
  return (
    <div class="card scroll" tabIndex={0}>
      <table>
        <Caption>{caption}</Caption>
        <thead>
          <tr>
            <th scope="col">Counted</th>
            <NumberHeads names={['All', 'Bad', 'Share bad']} />
            <th scope="col">Causes</th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {tallies.map(({ metric, labels, total, bad, causes, examples }) => {
            const judgement = judgementsOf(judgements, metric, labels, 'events')[0]
            return (
              <tr key={seriesKey(metric, labels)}>
                <SeriesHead title={declared.title(metric)} labels={labels} />
                <td class="number">{formatCount(total)}</td>
                <td class="number">{formatCount(bad)}</td>
                <td class="number">{total === 0 ? '–' : formatValue(bad / total, 'ratio')}</td>
                <td class="causes break">
                  <Causes causes={causes} examples={examples} />
                </td>
                <td>
                  <VerdictLink judgement={judgement} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
