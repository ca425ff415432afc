import type { Judgement } from '../../../../judge/slo.ts'
import { LimitTrack } from '../../charts/limit-track.tsx'
import { formatConfidence, formatCount } from '../../../../format.ts'
import { anchorOf } from '../../model/anchor.ts'
import { describeDoubt } from '../../../../doubts.ts'
import { useDeclared } from '../../declared.tsx'
import { labelText } from '../../model/measured/names.ts'
import { objectiveText, observedText } from '../../model/verdict/objective.ts'
import { VERDICT_MEANING, VERDICT_REMEDY } from '../../model/verdict/verdicts.ts'
import { VerdictMark } from '../../verdict-mark.tsx'

interface SloRowProps {
  judgement: Judgement
  open: boolean
  toggle: () => void
}

/** One judgement, and under it, when opened, what it rests on. */
export function SloRow({ judgement, open, toggle }: SloRowProps) {
  const anchor = anchorOf(judgement)
  const labels = labelText(judgement.labels)
  return (
    <>
      <tr id={anchor} role="row" class="slo">
        <td role="cell" class="slo-verdict">
          <VerdictMark verdict={judgement.verdict} />
          {judgement.level === 'warn' && <div class="small soft">warning only</div>}
        </td>
        <th role="rowheader" scope="row" class="slo-title">
          <button
            type="button"
            class="disclosure"
            aria-expanded={open}
            aria-controls={`${anchor}-more`}
            onClick={toggle}
          >
            {judgement.title}
          </button>
          <div class="small soft break">
            <code>{judgement.id}</code>
            {labels !== '' && <> · {labels}</>}
          </div>
        </th>
        <td role="cell" class="number slo-limit" data-name="Limit">
          {objectiveText(judgement.objective, judgement.unit)}
        </td>
        <td role="cell" class="number slo-observed" data-name="Observed">
          <strong>{observedText(judgement)}</strong>
        </td>
        <td role="cell" class="slo-track">
          <LimitTrack judgement={judgement} />
          <p class="small soft break">{judgement.because}</p>
        </td>
        <td role="cell" class="number slo-n" data-name="n">
          {formatCount(judgement.n)}
          {Math.round(judgement.nEff) !== judgement.n && (
            <div
              class="small soft"
              title="Neighbouring values resemble each other, so they count as fewer independent samples"
            >
              about {formatCount(Math.floor(judgement.nEff))} independent
            </div>
          )}
        </td>
        <td role="cell" class="number slo-confidence" data-name="Confidence">
          {formatConfidence(judgement.confidence)}
        </td>
      </tr>
      <tr id={`${anchor}-more`} role="row" class="slo-more" hidden={!open}>
        <td role="cell" colSpan={7}>
          <SloDetails judgement={judgement} />
        </td>
      </tr>
    </>
  )
}

function SloDetails({ judgement }: { judgement: Judgement }) {
  const { verdict, doubts } = judgement
  const declared = useDeclared()
  return (
    <dl class="facts">
      <dt>Verdict</dt>
      <dd>
        {VERDICT_MEANING[verdict]} {VERDICT_REMEDY[verdict]}
      </dd>
      <dt>Doubts</dt>
      <dd>
        {doubts.length === 0 ? (
          'No problems with the measurement.'
        ) : (
          <ul class="plain">
            {doubts.map(doubt => (
              <li key={doubt.kind}>{describeDoubt(doubt)}</li>
            ))}
          </ul>
        )}
      </dd>
      <dt>Level</dt>
      <dd>
        {judgement.level === 'error'
          ? 'Error: the run passes only when this SLO does.'
          : 'Warning: this SLO never fails the run.'}
      </dd>
      <dt>Why this limit</dt>
      <dd>{judgement.source}</dd>
      <dt>Metric</dt>
      <dd>
        <code>{judgement.metric}</code>, objective <code>{judgement.objective}</code>, category{' '}
        {declared.sectionTitle(judgement.category)}
      </dd>
    </dl>
  )
}
