import { formatCount } from '../../../../format.ts'
import { exampleText } from '../../model/measured/example-text.ts'

interface CausesProps {
  causes: Readonly<Record<string, number>>
  /** By cause, the first event of its kind. */
  examples: Readonly<Record<string, string>>
}

/** The causes of bad events with their counts, and on demand an example of each for which there is one. */
export function Causes({ causes, examples }: CausesProps) {
  const shown = Object.entries(examples).filter(([cause]) => (causes[cause] ?? 0) > 0)
  return (
    <>
      {causesText(causes)}
      {shown.length > 0 && (
        <details class="examples small">
          <summary>{shown.length === 1 ? 'Example' : 'Examples'}</summary>
          <dl>
            {shown.map(([cause, example]) => (
              <div key={cause}>
                <dt class="soft">{cause}, the first</dt>
                <dd>
                  <code>{exampleText(example)}</code>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  )
}

/** The causes of bad events with their counts, most frequent first: `lost 3, reordered 1`. */
export function causesText(causes: Readonly<Record<string, number>>): string {
  const present = Object.entries(causes)
    .filter(([, count]) => count > 0)
    .toSorted(([, a], [, b]) => b - a)
  return present.length === 0
    ? 'none'
    : present.map(([cause, count]) => `${cause} ${formatCount(count)}`).join(', ')
}
