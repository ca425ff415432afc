import type { Judgement } from '../../../../judge/slo.ts'
import { formatCount, formatValue } from '../../../../format.ts'
import type { Distribution } from '../../model/measured/distributions.ts'
import { judgementsOf } from '../../model/verdict/judged.ts'
import { useDeclared } from '../../declared.tsx'
import { seriesKey } from '../../model/measured/names.ts'
import { valueAt } from '../../model/measured/percentiles.ts'
import { SeriesHead } from './series-head.tsx'
import { VerdictLink } from './verdict-link.tsx'
import { Caption } from './caption.tsx'
import { NumberHeads } from './number-heads.tsx'

interface DistributionTableProps {
  caption: string
  distributions: readonly Distribution[]
  judgements: readonly Judgement[]
}

const PERCENTILES = [50, 95, 99, 100] as const

/** Distributions as numbers, a row each: n, median, p95, p99, largest, verdict. */
export function DistributionTable({ caption, distributions, judgements }: DistributionTableProps) {
  const declared = useDeclared()
  return (
    <div class="card scroll" tabIndex={0}>
      <table>
        <Caption>{caption}</Caption>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <NumberHeads names={['n', 'Median', 'p95', 'p99', 'Largest']} />
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {distributions.map(({ metric, labels, unit, n, censored, percentiles }) => {
            const judgement = judgementsOf(judgements, metric, labels, 'values')[0]
            return (
              <tr key={seriesKey(metric, labels)}>
                <SeriesHead title={declared.title(metric)} labels={labels} />
                <td class="number">
                  {formatCount(n)}
                  {censored > 0 && <div class="small soft">{formatCount(censored)} timed out</div>}
                </td>
                {PERCENTILES.map(percentile => (
                  <td key={percentile} class="number">
                    {formatValue(valueAt(percentiles, percentile), unit)}
                  </td>
                ))}
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
