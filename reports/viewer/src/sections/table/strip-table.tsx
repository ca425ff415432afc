import { StripPlot } from '../../charts/strip-plot.tsx'
import { formatCount, formatValue } from '../../../../format.ts'
import { objectiveText } from '../../model/verdict/objective.ts'
import { seriesKey } from '../../model/measured/names.ts'
import type { Strip } from '../../model/strips.ts'
import { VerdictLink } from './verdict-link.tsx'
import { Caption } from './caption.tsx'
import { NumberHeads } from './number-heads.tsx'

/** Every value as a dot, a row a metric. */
export function StripTable({ strips }: { strips: readonly Strip[] }) {
  return (
    <div class="card scroll" tabIndex={0}>
      <table class="strips">
        <Caption>
          Every value as a dot, each row on a scale of its own from zero. Short bar: median; tall bar: the
          percentile that its limit is on, else p95; dashed line: limit, with the side that passes shaded.
        </Caption>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col">Values</th>
            <NumberHeads names={['n', 'Median', 'Percentile', 'Limit']} />
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {strips.map(strip => (
            <StripRow key={seriesKey(strip.metric, strip.samples.labels)} strip={strip} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function StripRow({ strip }: { strip: Strip }) {
  const { judgement, values } = strip
  const { unit, points } = strip.samples
  const censored = points.filter(point => point.censored).length
  return (
    <tr>
      <th scope="row" class="strip-name break">
        {strip.title}
        {censored > 0 && <div class="small soft">{censored} timed out: lower bounds only</div>}
      </th>
      <td class="strip-cell">
        <StripPlot strip={strip} />
      </td>
      <td class="number">{formatCount(values.length)}</td>
      <td class="number">{formatValue(strip.median, unit)}</td>
      <td class="number">
        <span class="small soft">p{strip.high.percentile}</span> {formatValue(strip.high.value, unit)}
      </td>
      <td class="number soft">{judgement ? objectiveText(judgement.objective, judgement.unit) : 'none'}</td>
      <td>
        <VerdictLink judgement={judgement} />
      </td>
    </tr>
  )
}
