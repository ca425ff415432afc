import { useState } from 'preact/hooks'
import type { Labels } from '../../../../../load/measure/measurement.ts'
import type { Judgement } from '../../../../judge/slo.ts'
import { formatCount } from '../../../../format.ts'
import { useDeclared } from '../../declared.tsx'
import type { Distribution } from '../../model/measured/distributions.ts'
import type { TallySum } from '../../model/measured/tally-sums.ts'
import { hasWords } from '../../model/has-words.ts'
import { DistributionTable } from './distribution-table.tsx'
import { TallyTable } from './tally-table.tsx'

interface MeasuredFoldProps {
  /** The section's title. */
  title: string
  distributions: readonly Distribution[]
  tallies: readonly TallySum[]
  judgements: readonly Judgement[]
}

/** So many rows need no fold. */
const FEW = 8

/** What else was measured, a row each: folded and searched where there are many. */
export function MeasuredFold({ title, distributions, tallies, judgements }: MeasuredFoldProps) {
  const declared = useDeclared()
  const [words, setWords] = useState('')
  const count = distributions.length + tallies.length
  if (count === 0) return null
  const fits = ({ metric, labels }: { metric: string; labels: Labels }): boolean =>
    hasWords([metric, declared.title(metric), ...Object.entries(labels).flat()].join(' '), words)
  const shown = { distributions: distributions.filter(fits), tallies: tallies.filter(fits) }
  const tables = (
    <>
      {shown.distributions.length > 0 && (
        <DistributionTable
          caption={`${title}: measured values`}
          distributions={shown.distributions}
          judgements={judgements}
        />
      )}
      {shown.tallies.length > 0 && (
        <TallyTable caption={`${title}: counted events`} tallies={shown.tallies} judgements={judgements} />
      )}
    </>
  )
  if (count <= FEW) return tables
  return (
    <details class="measured">
      <summary class="card padded">
        All that was measured: {measuredText(distributions.length, tallies.length)}
      </summary>
      <div class="stack">
        <input
          type="search"
          class="slo-search"
          aria-label={`Search what was measured: ${title}`}
          placeholder="Search"
          value={words}
          onInput={event => setWords(event.currentTarget.value)}
        />
        {tables}
        {shown.distributions.length + shown.tallies.length === 0 && <p class="soft">Nothing fits.</p>}
      </div>
    </details>
  )
}

/** `28 distributions, 1 kind of events`, without what there is none of. */
const measuredText = (distributions: number, tallies: number): string =>
  [
    distributions > 0 &&
      `${formatCount(distributions)} ${distributions === 1 ? 'distribution' : 'distributions'}`,
    tallies > 0 && `${formatCount(tallies)} ${tallies === 1 ? 'kind' : 'kinds'} of events`,
  ]
    .filter(Boolean)
    .join(', ')
