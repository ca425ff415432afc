import type { ComponentChildren } from 'preact'
import { StripPlot } from '../../charts/strip-plot.tsx'
import { formatCount, formatValue } from '../../../../format.ts'
import { objectiveText } from '../../model/verdict/objective.ts'
import { seriesKey } from '../../model/measured/names.ts'
import { dividedByLimit, type Strip } from '../../model/strips.ts'
import { RowMark } from './row-mark.tsx'
import { VerdictLink } from './verdict-link.tsx'
import { Caption } from './caption.tsx'
import { NumberHeads } from './number-heads.tsx'

/** Every value as a dot, a row a metric. Where some have a limit, those without one are folded. */
export function StripTables({ strips }: { strips: readonly Strip[] }) {
  const { limited, others } = dividedByLimit(strips)
  return (
    <>
      <StripTable strips={limited}>
        Every value as a dot, each row on a scale of its own from zero. Short bar: median; tall bar: the
        percentile that its limit is on, else p95; dashed line: limit, with the side that passes shaded.
      </StripTable>
      {others.length > 0 && (
        <details class="card fold">
          <summary>{formatCount(others.length)} metrics without a limit</summary>
          <StripTable strips={others}>Short bar: median; tall bar: p95.</StripTable>
        </details>
      )}
    </>
  )
}

function StripTable({ strips, children }: { strips: readonly Strip[]; children: ComponentChildren }) {
  return (
    <div class="card scroll" tabIndex={0}>
      <table class="strips">
        <Caption>{children}</Caption>
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
        <RowMark judgement={judgement} />
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
