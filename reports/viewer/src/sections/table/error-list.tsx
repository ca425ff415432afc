import { explainError } from '../../../../wording/error-explanation.ts'
import { formatCount, formatValue } from '../../../../format.ts'
import { exampleText } from '../../model/measured/example-text.ts'
import type { TallySum } from '../../model/measured/tally-sums.ts'
import { MarkedText } from './marked-text.tsx'

/** The failed requests by cause, the most frequent first: what each means, what to do about it, and the first of its kind. */
export function ErrorList({ errors }: { errors: TallySum }) {
  const causes = Object.entries(errors.causes)
    .filter(([, count]) => count > 0)
    .toSorted(([, a], [, b]) => b - a)
  return (
    <div class="card padded stack">
      <h3>Failed requests</h3>
      <dl class="errors">
        {causes.map(([cause, count]) => {
          const { meaning, remedy } = explainError(cause)
          const example = errors.examples[cause]
          return (
            <div key={cause}>
              <dt>
                <strong class="break">{exampleText(cause)}</strong>{' '}
                <span class="soft">
                  {formatCount(count)} of {formatCount(errors.total)},{' '}
                  {formatValue(count / errors.total, 'ratio')}
                </span>
              </dt>
              <dd>
                <MarkedText text={`${meaning} ${remedy}`} />
                {example !== undefined && (
                  <div class="small">
                    <span class="soft">The first: </span>
                    <code class="break">{exampleText(example)}</code>
                  </div>
                )}
              </dd>
            </div>
          )
        })}
      </dl>
    </div>
  )
}
