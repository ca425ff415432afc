import { formatCount, formatValue } from '../../../../format.ts'
import { useDeclared } from '../../declared.tsx'
import { exampleText } from '../../model/measured/example-text.ts'
import { failuresOf } from '../../model/measured/failures.ts'
import type { TallySum } from '../../model/measured/tally-sums.ts'
import { MarkedText } from './marked-text.tsx'

/** What failed, by cause, the most frequent first: what each means, what to do about it, and the first of its kind. */
export function ErrorList({ errors }: { errors: TallySum }) {
  const { title, labels, total, causes } = failuresOf(errors, useDeclared())
  return (
    <div class="card padded stack">
      <h3 class="break">
        {title} {labels !== '' && <span class="small soft">{labels}</span>}
      </h3>
      <dl class="errors">
        {causes.map(({ cause, count, explanation, example }) => (
          <div key={cause}>
            <dt>
              <strong class="break">{exampleText(cause)}</strong>{' '}
              <span class="soft">
                {formatCount(count)} of {formatCount(total)}, {formatValue(count / total, 'ratio')}
              </span>
            </dt>
            <dd>
              {explanation !== '' && <MarkedText text={explanation} />}
              {example !== undefined && (
                <div class="small">
                  <span class="soft">The first: </span>
                  <code class="break">{exampleText(example)}</code>
                </div>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
