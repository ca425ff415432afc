import { largestOf } from '../../../../load/measure/extremes.ts'
import type { Judgement } from '../../../judge/slo.ts'
import { formatValue } from '../../../format.ts'
import { lineColour } from '../charts/chart-colour.ts'
import { useDeclared } from '../declared.tsx'
import { labelText } from '../model/measured/names.ts'
import { biasText, coalescedText } from '../model/measured/paint-check.ts'
import { valueAt } from '../model/measured/percentiles.ts'
import { percentileLimits } from '../model/verdict/percentile-limits.ts'
import type { Way } from '../model/ways.ts'

const PERCENTILES = [50, 95]

/** A way as a bar at each of two percentiles, divided as its spans are, with the limits; and under it how far the stamps are to be believed. */
export function WayBar({ way, judgements }: { way: Way; judgements: readonly Judgement[] }) {
  const { title, spans, whole, error, superseded } = way
  const declared = useDeclared()
  const unit = spans[0]?.unit ?? 'ms'
  const labelled = labelText(spans[0]?.labels ?? {})
  const limits = whole ? percentileLimits(whole, judgements) : []
  const bars = PERCENTILES.map(percentile => {
    const parts = spans.map(({ percentiles }) => valueAt(percentiles, percentile) ?? 0)
    const sum = parts.reduce((total, part) => total + part, 0)
    return { percentile, parts, sum, length: (whole && valueAt(whole.percentiles, percentile)) ?? sum }
  })
  const most = largestOf([...bars.map(({ length }) => length), ...limits.map(({ value }) => value)]) || 1
  return (
    <figure class="card padded stack">
      <figcaption>
        <h3>{title}</h3>
        <p class="small soft">
          Each bar is as long as the whole way at that percentile{labelled === '' ? '' : `, ${labelled}`}, and
          divided as its spans are; percentiles of spans need not add up to it.
        </p>
      </figcaption>
      <div class="ways">
        {bars.map(({ percentile, parts, sum, length }) => (
          <div key={percentile} class="way-row">
            <span class="soft">p{percentile}</span>
            <div class="way-room">
              <div
                class="way"
                role="img"
                aria-label={`${title}, p${percentile} ${formatValue(length, unit)}: ${spans
                  .map(({ metric }, index) => `${declared.title(metric)} ${formatValue(parts[index], unit)}`)
                  .join(', ')}`}
                style={{ width: `${(100 * length) / most}%` }}
              >
                {parts.map((part, index) => (
                  <div
                    key={index}
                    class="way-span"
                    style={{ flexGrow: sum === 0 ? 1 : part / sum, background: `var(${lineColour(index)})` }}
                  />
                ))}
              </div>
              {limits
                .filter(limit => limit.percentile === percentile)
                .map(({ text, value }) => (
                  <span key={text} class="way-limit" style={{ left: `${(100 * value) / most}%` }}>
                    <span class={value > most / 2 ? 'way-limit-text way-limit-before' : 'way-limit-text'}>
                      limit {text}
                    </span>
                  </span>
                ))}
            </div>
            <strong class="number">{formatValue(length, unit)}</strong>
          </div>
        ))}
      </div>
      <ul class="legend">
        {spans.map(({ metric }, index) => (
          <li key={metric}>
            <span class="swatch" style={{ background: `var(${lineColour(index)})` }} />
            {declared.title(metric)}{' '}
            <strong>{bars.map(({ parts }) => formatValue(parts[index], unit)).join(' / ')}</strong>
          </li>
        ))}
      </ul>
      {(error || superseded) && (
        <p class="small soft">
          {error && biasText(error)} {superseded && coalescedText(superseded)}
        </p>
      )}
    </figure>
  )
}
