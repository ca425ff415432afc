import { formatValue } from '../../../../format.ts'
import type { LayoutShift } from '../../../../diagnosis.ts'

/** What moved after it was painted, the largest shift first. */
export function LayoutShifts({ shifts }: { shifts: readonly LayoutShift[] }) {
  return (
    <section class="stack">
      <h5>Layout shifts</h5>
      {shifts.length === 0 ? (
        <p class="soft">Nothing moved after it was painted.</p>
      ) : (
        <ul class="plain stack">
          {shifts.map(({ atMs, score, elements }) => (
            <li key={`${atMs} ${score}`} class="break">
              <strong>{formatValue(score, 'score')}</strong>{' '}
              <span class="soft">after {formatValue(atMs, 'ms')}:</span>{' '}
              {elements.map((element, index) => (
                <span key={element}>
                  {index > 0 && ', '}
                  <code>{element}</code>
                </span>
              ))}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
