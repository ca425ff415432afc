import { formatCount, formatValue } from '../../../../format.ts'
import type { PairedComparison, PairedRow } from '../../../../paired-comparison.ts'
import { BUILD_WORD, pairedShare, toldRows } from '../../../../wording/pairs-text.ts'
import { SectionTitle } from '../../section-title.tsx'
import { Caption } from '../table/caption.tsx'
import { NumberHeads } from '../table/number-heads.tsx'
import { ChangeTrack } from './change-track.tsx'
import { VerdictCell } from './verdict-cell.tsx'
import { PairsPlot } from './pairs-plot.tsx'

/** Two builds that were measured in turns: the sentence, then each pair of each figure. */
export function PairsSection({ pairs }: { pairs: PairedComparison }) {
  const told = toldRows(pairs)
  const rest = pairs.rows.filter(row => !told.includes(row))
  const { a, b } = pairs.builds
  return (
    <section id="builds" class="section" aria-labelledby="builds-title">
      <SectionTitle id="builds">Two builds</SectionTitle>
      <p class="lead break">{pairs.sentence}</p>
      {pairs.notes.map(note => (
        <p key={note}>{note}</p>
      ))}
      <p class="small soft break">
        A is {a}, B is {b}. Both were measured in turns of a second or less, in {formatCount(pairs.pairs)}{' '}
        pairs: what disturbed the machine disturbed both. A difference counts from 5 % on, when the pairs lie
        so far to one side that chance alone does so in one comparison of a hundred at most, all its figures
        together (exact signed-rank test, Holm). The interval holds the true change with a confidence of 0.95.
        No SLO judges B.
      </p>
      {told.length > 0 && <Rows caption="What differs, or can't be compared" rows={told} />}
      {rest.length > 0 && <Rows caption={told.length > 0 ? 'All the others' : 'Every figure'} rows={rest} />}
    </section>
  )
}

function Rows({ caption, rows }: { caption: string; rows: readonly PairedRow[] }) {
  return (
    <div class="card scroll" tabIndex={0}>
      <table>
        <Caption>{caption}</Caption>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col">Each pair</th>
            <NumberHeads names={['A', 'B', 'Change']} />
            <th scope="col">-50 % to +50 %</th>
            <th scope="col">B is</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.name} id={`builds-${row.name.replaceAll(/[^\w.()-]+/g, '-')}`}>
              <th scope="row" class="row-name break">
                {row.title}
                <div class="small soft">{row.statistic} of a block</div>
              </th>
              <td>{row.pairs.length > 0 && <PairsPlot row={row} />}</td>
              <td class="number">{formatValue(row.before, row.unit)}</td>
              <td class="number">{formatValue(row.after, row.unit)}</td>
              <td class="number">{row.change && pairedShare(row.change.estimate)}</td>
              <td>{row.change && <ChangeTrack change={row.change} />}</td>
              <VerdictCell verdict={row.verdict} word={BUILD_WORD[row.verdict]} because={row.because} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
