import { formatValue } from '../../../../format.ts'
import type { LargestPaint } from '../../../../diagnosis.ts'
import { lineColour } from '../../charts/chart-colour.ts'

/** Which element was the largest paint, and in what its time passed. */
export function LargestPaintParts({ largest }: { largest: LargestPaint }) {
  const { atMs, element, url, widthPx, heightPx } = largest
  const parts = [
    { name: 'first byte', ms: largest.firstByteMs },
    { name: 'load delay', ms: largest.loadDelayMs },
    { name: 'load', ms: largest.loadMs },
    { name: 'render delay', ms: largest.renderDelayMs },
  ].filter(({ ms }) => ms > 0)
  return (
    <section class="stack">
      <h5>Largest contentful paint: {formatValue(atMs, 'ms')}</h5>
      <p class="break">
        <code>{element}</code>{' '}
        <span class="soft">
          {widthPx} × {heightPx} px
        </span>
        {url !== undefined && (
          <>
            {' '}
            <code>{url}</code>
          </>
        )}
      </p>
      <div class="way way-thin" aria-hidden="true">
        {parts.map(({ name, ms }, index) => (
          <span
            key={name}
            class="way-span"
            style={{ flexGrow: ms, background: `var(${lineColour(index)})` }}
          />
        ))}
      </div>
      <ul class="legend small">
        {parts.map(({ name, ms }, index) => (
          <li key={name}>
            <span class="swatch" style={{ background: `var(${lineColour(index)})` }} />
            {name} <strong>{formatValue(ms, 'ms')}</strong>
          </li>
        ))}
      </ul>
    </section>
  )
}
