import type { Judgement, Verdict } from '../../../../judge/slo.ts'
import type { CategorySummary } from '../../../../run-report.ts'
import { formatConfidence } from '../../../../format.ts'
import { anchorOf } from '../../model/anchor.ts'
import { useDeclared } from '../../declared.tsx'
import { byUrgency, VERDICT_MEANING, VERDICT_WORD, VERDICTS } from '../../model/verdict/verdicts.ts'
import { verdictClass } from '../../verdict-mark.tsx'

/** Confidence from which an SLO passes unless it says otherwise; marked on the meter. */
const PASS_CONFIDENCE = 0.75

/** A category: how surely all of its SLOs hold, and the one that weakens it most. */
export function CategoryCard({ summary, judgements }: { summary: CategorySummary; judgements: Judgement[] }) {
  const { category, confidence, counts } = summary
  const own = judgements.filter(judgement => judgement.category === category).toSorted(byUrgency)
  const weakest = own.find(judgement => judgement.name === summary.weakest)
  const worst = VERDICTS.find(verdict => counts[verdict] > 0) ?? 'NO_DATA'
  return (
    <article class="card category">
      <div class="category-head">
        <h2>{useDeclared().sectionTitle(category)}</h2>
        <span class={`category-confidence ${verdictClass(worst)}`}>
          <span class="hidden-text">confidence </span>
          {confidence === undefined ? VERDICT_WORD[worst] : formatConfidence(confidence)}
        </span>
      </div>
      <div class={`meter ${verdictClass(worst)}`} aria-hidden="true">
        <div class="meter-fill" style={{ width: `${100 * (confidence ?? 0)}%` }} />
        <div class="meter-threshold" style={{ left: `${100 * PASS_CONFIDENCE}%` }} />
      </div>
      <div class="small soft">
        <p>{countsText(counts)}</p>
        {confidence !== undefined && <p>Confidence that all of them hold at once, at least.</p>}
        {confidence === undefined && (
          <p>
            No confidence: an error-level objective has no usable data.{' '}
            {worst !== 'PASS' && worst !== 'FAIL' && VERDICT_MEANING[worst]}
          </p>
        )}
        {summary.weakest !== undefined && (
          <p>
            Weakest:{' '}
            {weakest ? <a href={`#${anchorOf(weakest)}`}>{weakest.title}</a> : <code>{summary.weakest}</code>}
          </p>
        )}
      </div>
    </article>
  )
}

function countsText(counts: Record<Verdict, number>): string {
  const present = VERDICTS.filter(verdict => counts[verdict] > 0)
  if (present.length === 0) return 'Nothing judged'
  return present.map(verdict => `${counts[verdict]} ${VERDICT_WORD[verdict].toLowerCase()}`).join(', ')
}
