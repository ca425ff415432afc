import type { Compared } from '../../../../comparison.ts'
import { partOf } from '../../../../judge/part-of.ts'
import type { Judgement } from '../../../../judge/slo.ts'
import type { RunReport } from '../../../../run-report.ts'
import { changeWord } from '../../../../wording/comparison-text.ts'
import { signedShare } from '../../../../wording/signed-share.ts'
import { formatConfidence } from '../../../../format.ts'
import { LimitTrack } from '../../charts/limit-track.tsx'
import { Sparkline } from '../../charts/sparkline.tsx'
import { anchorOf } from '../../model/anchor.ts'
import { certaintyOf } from '../../model/verdict/certainty.ts'
import { objectiveText, observedText } from '../../model/verdict/objective.ts'
import { VerdictMark } from '../../verdict-mark.tsx'
import { SloDetails } from './slo-details.tsx'

interface SloRowProps {
  judgement: Judgement
  report: RunReport
  /** Of the table. */
  columns: number
  /** Whether the row above did not pass for the same reason. */
  asAbove: boolean
  open: boolean
  toggle: () => void
}

/** Of a cell in a column; where a row is a card, nothing stands for nothing. */
const NOTHING = <span class="slo-nothing">–</span>

/** One judgement in a line, why it did not pass in another, and under it, when opened, what it rests on. */
export function SloRow({ judgement, report, columns, asAbove, open, toggle }: SloRowProps) {
  const { verdict, title, level, objective, unit, because, confidence } = judgement
  const anchor = anchorOf(judgement)
  const part = partOf(judgement)
  const change = report.comparison?.rows.find(({ name }) => name === judgement.name)
  const trend = report.trend?.rows.find(({ name }) => name === judgement.name)
  return (
    <>
      <tr id={anchor} role="row" class="slo">
        <td role="cell" class="slo-verdict">
          <VerdictMark verdict={verdict} />
        </td>
        <th role="rowheader" scope="row" class="slo-title">
          <button
            type="button"
            class="disclosure"
            aria-expanded={open}
            aria-controls={`${anchor}-more`}
            onClick={toggle}
          >
            {part === '' ? title : `${title}, ${part}`}
          </button>
          {level === 'warn' && <span class="small soft"> warning only</span>}
          <a class="row-link" href={`#${anchor}`} aria-label={`Link to ${title} ${part}`.trim()}>
            #
          </a>
          {verdict !== 'PASS' && (
            <p class={`small soft break slo-why ${open ? 'slo-why-open' : ''}`}>
              {asAbove ? 'For the same reason as the one above.' : because}
            </p>
          )}
        </th>
        <td role="cell" class="number slo-observed" data-name="Observed">
          <strong>{observedText(judgement)}</strong>
        </td>
        <td role="cell" class="number slo-limit" data-name="Limit">
          {objectiveText(objective, unit)}
        </td>
        <td role="cell" class="slo-track">
          {verdict !== 'NO_DATA' && <LimitTrack judgement={judgement} />}
        </td>
        {report.trend && report.trend.rows.length > 0 && (
          <td role="cell" class="slo-last-runs">
            {trend && <Sparkline row={trend} runs={report.trend.runs} />}
          </td>
        )}
        {report.comparison && (
          <td role="cell" class="number slo-change" data-name="Change">
            {change && changeOf(change)}
          </td>
        )}
        <td
          role="cell"
          class="slo-certainty"
          data-name="Certainty"
          title={
            confidence === undefined
              ? undefined
              : `Confidence that the SLO holds ${formatConfidence(confidence)}`
          }
        >
          {certaintyOf(judgement) ?? NOTHING}
        </td>
      </tr>
      <tr id={`${anchor}-more`} role="row" class="slo-more" hidden={!open}>
        <td role="cell" colSpan={columns}>
          {open && <SloDetails judgement={judgement} report={report} />}
        </td>
      </tr>
    </>
  )
}

function changeOf(compared: Compared) {
  const { change, verdict } = compared
  const word = verdict === 'REGRESSED' || verdict === 'IMPROVED' ? changeWord(compared) : ''
  return (
    <>
      <span>
        {change ? signedShare(change.estimate) : NOTHING}
        {change?.of === 'limit' && <span class="small soft"> of the limit</span>}
      </span>{' '}
      {word !== '' && <strong>{word}</strong>}
    </>
  )
}
