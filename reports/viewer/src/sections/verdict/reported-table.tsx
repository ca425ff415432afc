import { formatCount, formatValue } from '../../../../format.ts'
import type { Reported } from '../../../../judge/reported.ts'
import { SeriesHead } from '../table/series-head.tsx'
import { objectiveText } from '../../model/verdict/objective.ts'
import { Caption } from '../table/caption.tsx'
import { NumberHeads } from '../table/number-heads.tsx'

/** Figures that no verdict and no count has, a row each. */
export function ReportedTable({ reported }: { reported: readonly Reported[] }) {
  return (
    <div class="card scroll" tabIndex={0}>
      <table>
        <Caption>Reported, not judged: these figures have no limit and count in no verdict.</Caption>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <NumberHeads names={['Statistic', 'Observed', 'n']} />
            <th scope="col">Why it is reported</th>
          </tr>
        </thead>
        <tbody>
          {reported.map(({ name, title, labels, unit, statistic, observed, n, absence, source }) => (
            <tr key={name}>
              <SeriesHead title={title} labels={labels} />
              <td class="number">{objectiveText(statistic, unit)}</td>
              <td class="number">{formatValue(observed, unit)}</td>
              <td class="number">{formatCount(n)}</td>
              <td class="break">{absence ?? source}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
