import type { Verdict } from '../../../../judge/slo.ts'
import type { FigureTrend, Trend, TrendVerdict } from '../../../../trend.ts'
import { formatValue } from '../../../../format.ts'
import { movedRows, TREND_WORD, trendSummary } from '../../../../wording/trend-text.ts'
import { anchorOf } from '../../model/anchor.ts'
import { SectionTitle } from '../../section-title.tsx'
import { VerdictIcon, verdictClass } from '../../verdict-mark.tsx'
import { TrendChart } from './trend-chart.tsx'

/** The sign of a trend is that of the verdict it is most like. */
const SIGN: Record<TrendVerdict, Verdict> = {
  ODD: 'INCONCLUSIVE',
  WORSE: 'FAIL',
  BETTER: 'PASS',
  STEADY: 'PASS',
  TOO_FEW: 'NO_DATA',
}

/** The run beside the earlier ones of its kind: what is odd, worse or better, and all the rest folded. */
export function TrendSection({ trend }: { trend: Trend }) {
  const moved = movedRows(trend)
  const rest = trend.rows.filter(row => !moved.includes(row))
  return (
    <section id="trend" class="section" aria-labelledby="trend-title">
      <SectionTitle id="trend">Trend</SectionTitle>
      <p class="lead break">{trendSummary(trend)}</p>
      {trend.rows.length > 0 && (
        <p class="small soft">
          A dot is a run, a line a level. A level changes by 5 % or more, of the figure or of the limit, and
          is told when some runs have followed. Odd is what is worse than the earlier runs make it likely: run
          it a second time. A trend fails no run.
        </p>
      )}
      {trend.notes.length > 0 && (
        <ul class="small soft">
          {trend.notes.map(note => (
            <li key={note} class="break">
              {note}
            </li>
          ))}
        </ul>
      )}
      {moved.length > 0 && (
        <div class="card">
          <Rows rows={moved} runs={trend.runs} />
        </div>
      )}
      {rest.length > 0 && (
        <details class="card fold">
          <summary>{moved.length > 0 ? 'All the others' : 'Every figure'}</summary>
          <Rows rows={rest} runs={trend.runs} />
        </details>
      )}
    </section>
  )
}

function Rows({ rows, runs }: { rows: readonly FigureTrend[]; runs: Trend['runs'] }) {
  return (
    <ul class="trends">
      {rows.map(row => (
        <li key={row.name}>
          <div>
            <a class="break" href={`#${anchorOf(row)}`}>
              {row.title}
            </a>
            <p class="small soft break">
              {row.name}, {row.statistic}, {nowOf(row)}
            </p>
            <p class="break">
              <span class={`verdict-mark ${verdictClass(SIGN[row.verdict])}`}>
                <VerdictIcon verdict={SIGN[row.verdict]} />
                {TREND_WORD[row.verdict]}
              </span>{' '}
              {row.because}
            </p>
          </div>
          <TrendChart row={row} runs={runs} />
        </li>
      ))}
    </ul>
  )
}

function nowOf({ values, unit }: FigureTrend): string {
  const now = values.at(-1) ?? undefined
  return now === undefined ? 'no figure in this run' : `now ${formatValue(now, unit)}`
}
