import type { ComponentChildren } from 'preact'
import type { RunReport } from '../../../../run-report.ts'
import { formatCount, formatDuration, formatInstant } from '../../../../format.ts'
import { comparisonSentence } from '../../../../wording/comparison-text.ts'
import { runState } from '../../model/verdict/run-state.ts'
import { VERDICTS } from '../../../../judge/slo.ts'
import { VERDICT_MEANING } from '../../model/verdict/verdicts.ts'
import { VerdictIcon, VerdictMark, verdictClass } from '../../verdict-mark.tsx'
import { CategoryCard } from './category-card.tsx'

/** The verdict: the run in a word and a sentence, what stopped it, the five counts, the confidence a category. */
export function VerdictSection({ report }: { report: RunReport }) {
  const { run, target } = report
  const state = runState(report)
  const startMs = Date.parse(run.startedAt)
  return (
    <section id="verdict" class="section" aria-label="Verdict">
      <div class={`card hero ${verdictClass(state.verdict)}`}>
        <VerdictIcon verdict={state.verdict} size={56} />
        <div>
          <p class={`hero-word ${verdictClass(state.verdict)}`}>{state.word}</p>
          <h1>{run.headline}</h1>
          {report.comparison && <p class="break">{comparisonSentence(report.comparison)}</p>}
        </div>
        <dl class="hero-facts">
          <Fact name="Target">
            {target.name} <span class="soft">{target.baseURL}</span>
          </Fact>
          <Fact name="Started">
            <time dateTime={run.startedAt}>{formatInstant(startMs)}</time>
          </Fact>
          <Fact name="Took">{formatDuration(Date.parse(run.endedAt) - startMs)}</Fact>
          <Fact name="Run">
            <span class="mono">{run.id}</span>
          </Fact>
        </dl>
      </div>
      <StatusNotice status={run.status} steps={report.steps} />
      {report.errors.length > 0 && (
        <div class="notice verdict-fail" role="note">
          <p>
            <strong>Errors outside every spec</strong>
          </p>
          <ul>
            {report.errors.map(error => (
              <li key={error} class="break">
                {error}
              </li>
            ))}
          </ul>
        </div>
      )}
      <ul class="counts" aria-label="SLOs by verdict">
        {VERDICTS.toReversed().map(verdict => (
          <li key={verdict} class={`card ${run.counts[verdict] === 0 ? 'count-zero' : ''}`}>
            <strong>{formatCount(run.counts[verdict])}</strong>
            <VerdictMark verdict={verdict} />
            <p class="small soft">{VERDICT_MEANING[verdict]}</p>
          </li>
        ))}
      </ul>
      {report.categories.length > 0 && (
        <div class="categories">
          {report.categories.map(summary => (
            <CategoryCard key={summary.category} summary={summary} report={report} />
          ))}
        </div>
      )}
      {target.overrides.length > 0 && (
        <div class="notice verdict-inconclusive" role="note">
          <p>
            <strong>The target sets {target.overrides.length === 1 ? 'a limit' : 'limits'} of its own</strong>
            , so this run is not judged by Fleetmark's own limits alone:
          </p>
          <ul>
            {target.overrides.map(override => (
              <li key={override} class="break">
                {override}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function StatusNotice({ status, steps }: { status: RunReport['run']['status']; steps: RunReport['steps'] }) {
  if (status === 'complete') return null
  const broken = steps.filter(step => step.outcome !== 'completed' && step.outcome !== 'skipped')
  return (
    <div class="notice verdict-invalid" role="note">
      <p>
        <strong>
          {status === 'interrupted'
            ? 'The run was interrupted. The report covers the part that was measured.'
            : 'The run failed: at least one spec did not finish.'}
        </strong>
      </p>
      {broken.length > 0 && (
        <ul>
          {broken.map(step => (
            <li key={`${step.file} ${step.name}`} class="break">
              {step.name}: {step.outcome}
              {step.message === undefined ? '' : ` – ${step.message}`}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
