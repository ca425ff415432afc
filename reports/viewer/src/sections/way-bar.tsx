import { lineColour } from '../charts/chart-colour.ts'
import { formatValue } from '../../../format.ts'
import { useDeclared } from '../declared.tsx'
import { labelText } from '../model/measured/names.ts'
import { biasText, coalescedText } from '../model/measured/paint-check.ts'
import type { Way } from '../model/ways.ts'

/** A way as one bar, the medians of its spans, and under it how far the stamps are to be believed. */
export function WayBar({ way: { title, spans, whole, error, superseded } }: { way: Way }) {
  const declared = useDeclared()
  const sum = spans.reduce((total, span) => total + span.median, 0)
  const unit = spans[0]?.distribution.unit ?? 'ms'
  const labelled = labelText(spans[0]?.distribution.labels ?? {})
  const named = spans.map(({ distribution, median }) => ({
    name: declared.title(distribution.metric),
    median: formatValue(median, unit),
    share: sum === 0 ? 1 : median / sum,
  }))
  const summary = `${title} by medians: ${named.map(({ name, median }) => `${name} ${median}`).join(', ')}`
  return (
    <figure class="card padded stack">
      <figcaption>
        <h3>{title}</h3>
        <p class="small soft">
          Median of each span{labelled === '' ? '' : `, ${labelled}`}.
          {whole !== undefined &&
            ` The median of the whole way is ${formatValue(whole, unit)}; medians of parts need not add up to it.`}
        </p>
      </figcaption>
      <div class="way" role="img" aria-label={summary}>
        {named.map(({ name, share }, index) => (
          <div
            key={name}
            class="way-span"
            style={{ flexGrow: share, background: `var(${lineColour(index)})` }}
          />
        ))}
      </div>
      <ul class="legend">
        {named.map(({ name, median }, index) => (
          <li key={name}>
            <span class="swatch" style={{ background: `var(${lineColour(index)})` }} />
            {name} <strong>{median}</strong>
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
