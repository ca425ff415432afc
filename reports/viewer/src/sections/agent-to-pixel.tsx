import { lineColour } from '../charts/chart-colour.ts'
import { formatValue } from '../../../format.ts'
import type { Distribution } from '../model/measured/distributions.ts'
import { labelText, metricTitle } from '../model/measured/names.ts'
import type { TallySum } from '../model/measured/tally-sums.ts'
import { biasText, coalescedText } from '../model/measured/paint-check.ts'
import { valueAt } from '../model/measured/percentiles.ts'

const SPANS = ['realtime.paint.received', 'realtime.paint.dom', 'realtime.paint.frame']

interface AgentToPixelProps {
  distributions: readonly Distribution[]
  tallies: readonly TallySum[]
}

/**
 * The way from an agent to the pixel as one bar, the medians of its three spans, and under it how far the stamps are to be believed.
 * Nothing unless all spans were measured.
 */
export function AgentToPixel({ distributions, tallies }: AgentToPixelProps) {
  const spans = SPANS.flatMap(metric => {
    const found = distributions.find(distribution => distribution.metric === metric)
    const median = found && valueAt(found.percentiles, 50)
    return found && median !== undefined ? [{ metric, median, labels: found.labels }] : []
  })
  if (spans.length < SPANS.length) return null
  const sum = spans.reduce((total, span) => total + span.median, 0)
  const paint = distributions.find(({ metric }) => metric === 'realtime.paint')
  const whole = paint && valueAt(paint.percentiles, 50)
  const bias = distributions.find(({ metric }) => metric === 'realtime.paint.bias')
  const coalesced = tallies.find(({ metric }) => metric === 'realtime.paint.coalesced')
  const labelled = labelText(spans[0]?.labels ?? {})
  const summary = `From agent to pixel by medians: ${spans.map(span => `${metricTitle(span.metric)} ${formatValue(span.median, 'ms')}`).join(', ')}`
  return (
    <figure class="card padded stack">
      <figcaption>
        <h3>From agent to pixel</h3>
        <p class="small soft">
          Median of each span{labelled === '' ? '' : `, ${labelled}`}.
          {whole !== undefined &&
            ` The median of the whole way is ${formatValue(whole, 'ms')}; medians of parts need not add up to it.`}
        </p>
      </figcaption>
      <div class="way" role="img" aria-label={summary}>
        {spans.map((span, index) => (
          <div
            key={span.metric}
            class="way-span"
            style={{ flexGrow: sum === 0 ? 1 : span.median / sum, background: `var(${lineColour(index)})` }}
          />
        ))}
      </div>
      <ul class="legend">
        {spans.map((span, index) => (
          <li key={span.metric}>
            <span class="swatch" style={{ background: `var(${lineColour(index)})` }} />
            {metricTitle(span.metric)} <strong>{formatValue(span.median, 'ms')}</strong>
          </li>
        ))}
      </ul>
      {(bias || coalesced) && (
        <p class="small soft">
          {bias && biasText(bias)} {coalesced && coalescedText(coalesced)}
        </p>
      )}
    </figure>
  )
}
