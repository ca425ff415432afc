import { useMemo } from 'preact/hooks'
import type { RunReport } from '../../../../run-report.ts'
import { formatDuration, formatMoment } from '../../../../format.ts'
import { comparisonSentence } from '../../../../wording/comparison-text.ts'
import { useDeclared } from '../../declared.tsx'
import { doubtfulPeriods } from '../../model/axis/doubtful-periods.ts'
import { zeroOf } from '../../model/axis/panels.ts'
import { Progress } from '../../live/progress.tsx'
import { useUnderWay } from '../../live/under-way.tsx'
import { runState } from '../../model/verdict/run-state.ts'
import { VerdictIcon, verdictClass } from '../../verdict-mark.tsx'
import { RunNotices } from './run-notices.tsx'
import { SloCells } from './slo-cells.tsx'

/** The run in ten seconds: a word, a sentence, what changed, a cell an SLO, and what was measured on what. */
export function VerdictSection({ report }: { report: RunReport }) {
  const { run, judgements, comparison } = report
  const underWay = useUnderWay()
  const state = runState(report, underWay !== undefined)
  return (
    <section id="verdict" class="section" aria-label="Verdict">
      <div class={`card hero ${verdictClass(state.verdict)}`}>
        <VerdictIcon verdict={state.verdict} size={40} />
        <div>
          <p class={`hero-word ${verdictClass(state.verdict)}`}>{state.word}</p>
          <h1>{underWay ? soFar(report) : run.headline}</h1>
          {comparison && (
            <p class="break">
              <a href="#baseline">{comparisonSentence(comparison)}</a>
            </p>
          )}
        </div>
        {underWay && <Progress {...underWay} />}
        {judgements.length > 0 && <SloCells judgements={judgements} />}
        <RunFacts report={report} />
      </div>
      <RunNotices report={report} />
    </section>
  )
}

/** One line: the target, when, how long, and how the test machine did. */
function RunFacts({ report }: { report: RunReport }) {
  const { run, target } = report
  const commit = run.settings['PERF_TARGET_COMMIT']
  const declared = useDeclared()
  const underWay = useUnderWay() !== undefined
  const startMs = Date.parse(run.startedAt)
  const periods = useMemo(
    () =>
      doubtfulPeriods(report.measurements, declared, zeroOf(report)).filter(
        ({ kind }) => kind === 'generator-late',
      ).length,
    [report, declared],
  )
  return (
    <p class="hero-facts">
      <span class="break">
        {target.name} <span class="soft">{target.baseURL}</span>
        {commit !== undefined && <code> {commit}</code>}
      </span>
      <span>
        <time dateTime={run.startedAt}>{formatMoment(startMs)}</time>, {underWay ? 'for' : 'took'}{' '}
        {formatDuration(Date.parse(run.endedAt) - startMs)}
      </span>
      <span>
        {periods === 0 ? (
          `Test machine on time${underWay ? ' so far' : ''}`
        ) : (
          <a href="#time">
            Test machine late in {periods} {periods === 1 ? 'period' : 'periods'}
          </a>
        )}
      </span>
      <span class="soft break">Run {run.id}</span>
    </p>
  )
}

function soFar({ judgements, run }: RunReport): string {
  return judgements.length === 0 ? 'Nothing is judged yet.' : `So far: ${run.headline}`
}
