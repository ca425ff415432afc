import { mayBeWorse } from '../../../../comparison.ts'
import type { Compared, Comparison } from '../../../../comparison.ts'
import { formatMoment, formatValue } from '../../../../format.ts'
import type { Judgement } from '../../../../judge/slo.ts'
import { changedRows, changeWord, comparisonSentence } from '../../../../wording/comparison-text.ts'
import { signedShare } from '../../../../wording/signed-share.ts'
import { anchorOf } from '../../model/anchor.ts'
import { Caption, OnPaper } from '../table/caption.tsx'
import { NumberHeads } from '../table/number-heads.tsx'
import { ChangeTrack } from './change-track.tsx'
import { VerdictCell } from './verdict-cell.tsx'
import { SectionTitle } from '../../section-title.tsx'

interface ComparisonSectionProps {
  comparison: Comparison
  /** Those of the run: a row leads to its own. */
  judgements: readonly Judgement[]
}

/** The run beside its baseline: what got worse and better, and all the rest folded. */
export function ComparisonSection({ comparison, judgements }: ComparisonSectionProps) {
  const { baseline, differences, rows } = comparison
  const changed = changedRows(comparison)
  const rest = rows.filter(row => !changed.includes(row))
  const names = new Set(judgements.map(({ name }) => name))
  return (
    <section id="baseline" class="section" aria-labelledby="baseline-title">
      <SectionTitle id="baseline">Against the baseline</SectionTitle>
      <p class="lead break">{comparisonSentence(comparison)}</p>
      <p class="small soft">
        Saved <time dateTime={baseline.savedAt}>{formatMoment(Date.parse(baseline.savedAt))}</time>. A change
        counts from 10 % on, of the figure or of the limit, when its whole interval lies beyond; the interval
        holds the true change with a confidence of 0.95.
      </p>
      {differences.length > 1 && (
        <ul>
          {differences.map(difference => (
            <li key={difference} class="break">
              {difference}
            </li>
          ))}
        </ul>
      )}
      {changed.length > 0 && <Rows caption="What changed" rows={changed} names={names} />}
      {rest.length > 0 && (
        <details class="card fold">
          <summary>{changed.length > 0 ? 'All the others' : 'Every figure'}</summary>
          <Rows caption="What did not change, or can't be told" rows={rest} names={names} />
        </details>
      )}
    </section>
  )
}

/** As many rows are printed. */
const ON_PAPER = 6

interface RowsProps {
  caption: string
  rows: readonly Compared[]
  names: ReadonlySet<string>
}

function Rows({ caption, rows, names }: RowsProps) {
  return (
    <div class="card scroll" tabIndex={0}>
      <table>
        <Caption>
          {caption}
          <OnPaper rows={rows.length} most={ON_PAPER} />
        </Caption>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <NumberHeads names={['Statistic', 'Before', 'Now', 'Change']} />
            <th scope="col">-50 % to +50 %</th>
            <th scope="col">Since then</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.name}>
              <th scope="row" class="row-name break">
                {names.has(row.name) ? <a href={`#${anchorOf(row)}`}>{row.title}</a> : row.title}
                <div class="small soft">{row.name}</div>
              </th>
              <td class="number">{row.statistic}</td>
              <td class="number">{formatValue(row.before, row.unit)}</td>
              <td class="number">{formatValue(row.after, row.unit)}</td>
              <td class="number">
                {row.change && signedShare(row.change.estimate)}
                {row.change?.of === 'limit' && <div class="small soft">of the limit</div>}
              </td>
              <td>{row.change && <ChangeTrack change={row.change} tolerance={row.tolerance} />}</td>
              <VerdictCell
                verdict={mayBeWorse(row) ? 'CANNOT_TELL' : row.verdict}
                word={changeWord(row)}
                because={row.because}
              />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
