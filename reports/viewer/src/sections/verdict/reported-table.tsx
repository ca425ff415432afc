import { formatCount, formatValue } from '../../../../format.ts'
import type { Reported } from '../../../../judge/reported.ts'
import { labelText } from '../../model/measured/names.ts'
import { objectiveText } from '../../model/verdict/objective.ts'
import { Caption } from '../table/caption.tsx'
import { NumberHeads } from '../table/number-heads.tsx'

/** Figures that no verdict and no count has, a row each. */
export function ReportedTable({ reported }: { reported: readonly Reported[] }) {
  return (
    <div class="card scroll">
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
              <th scope="row" class="row-name break">
                {title}
                {Object.keys(labels).length > 0 && <div class="small soft">{labelText(labels)}</div>}
              </th>
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
