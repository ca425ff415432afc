import { PASS_CONFIDENCE, VERDICTS } from '../../../../judge/slo.ts'
import type { Verdict } from '../../../../judge/slo.ts'
import type { CategorySummary, RunReport } from '../../../../run-report.ts'
import { formatConfidence } from '../../../../format.ts'
import { anchorOf } from '../../model/anchor.ts'
import { useDeclared } from '../../declared.tsx'
import { VERDICT_MEANING, VERDICT_WORD } from '../../model/verdict/verdicts.ts'
import { verdictClass } from '../../verdict-mark.tsx'

/** A category: as sure as its weakest required SLO, which is named. */
export function CategoryCard({ summary, report }: { summary: CategorySummary; report: RunReport }) {
  const declared = useDeclared()
  const { category, confidence, joint, counts } = summary
  const own = report.judgements.filter(judgement => judgement.category === category)
  const weakest = own.find(judgement => judgement.name === summary.weakest)
  const asked = report.slos.find(({ id }) => id === weakest?.id)?.passConfidence ?? PASS_CONFIDENCE
  const worst = VERDICTS.find(verdict => counts[verdict] > 0) ?? 'NO_DATA'
  return (
    <article class="card category">
      <div class="category-head">
        <h2>{declared.sectionTitle(category)}</h2>
        <span class={`category-confidence ${verdictClass(worst)}`}>
          <span class="hidden-text">confidence </span>
          {confidence === undefined ? VERDICT_WORD[worst] : formatConfidence(confidence)}
        </span>
      </div>
      <div class={`meter ${verdictClass(worst)}`} aria-hidden="true">
        <div class="meter-fill" style={{ width: `${100 * (confidence ?? 0)}%` }} />
        <div class="meter-threshold" style={{ left: `${100 * asked}%` }} />
      </div>
      <div class="small soft">
        <p>{countsText(counts)}</p>
        {confidence === undefined && (
          <p>
            No confidence: a required SLO has no usable data.{' '}
            {worst !== 'PASS' && worst !== 'FAIL' && VERDICT_MEANING[worst]}
          </p>
        )}
        {summary.weakest !== undefined && (
          <p>
            Weakest:{' '}
            {weakest ? <a href={`#${anchorOf(weakest)}`}>{weakest.title}</a> : <code>{summary.weakest}</code>}
          </p>
        )}
        {joint !== undefined && (
          <details>
            <summary>All of them at once</summary>
            <p>All required SLOs hold at once with a confidence of {formatConfidence(joint)} or more.</p>
          </details>
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
