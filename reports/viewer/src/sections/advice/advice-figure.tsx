import type { AdviceFigures } from '../../../../advice.ts'
import { formatExact, formatValue } from '../../../../format.ts'

const HEIGHT = 12

/** A few figures as bars on one scale, with the limit as a line across them. */
export function AdviceFigure({ title, unit, limit, bars }: AdviceFigures) {
  const most = Math.max(...bars.map(({ value }) => value), limit ?? 0)
  const x = (value: number): number => (most > 0 ? (100 * Math.max(0, value)) / most : 0)
  return (
    <figure class="advice-figure">
      <figcaption class="small soft">
        {title}
        {limit !== undefined && <>; line: the limit, {formatExact(limit, unit)}</>}
      </figcaption>
      <dl>
        {bars.map(({ label, value, isMarked }, index) => (
          <div key={index} class="advice-bar">
            <dt class="small break">{label}</dt>
            <dd class="small">{formatValue(value, unit)}</dd>
            <dd class="advice-track" aria-hidden="true">
              <svg viewBox={`0 0 100 ${HEIGHT}`} preserveAspectRatio="none" width="100%" height={HEIGHT}>
                <rect class="advice-room" width="100" height={HEIGHT} />
                <rect
                  class={isMarked ? 'advice-value advice-marked' : 'advice-value'}
                  width={x(value)}
                  height={HEIGHT}
                />
                {limit !== undefined && (
                  <path class="advice-limit" d={`M${Math.min(x(limit), 99.8)} 0V${HEIGHT}`} />
                )}
              </svg>
            </dd>
          </div>
        ))}
      </dl>
    </figure>
  )
}
