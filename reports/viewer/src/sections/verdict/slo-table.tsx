import { isSameReason } from '../../../../judge/by-reason.ts'
import type { Judgement } from '../../../../judge/slo.ts'
import type { RunReport } from '../../../../run-report.ts'
import { anchorOf } from '../../model/anchor.ts'
import { OnPaper } from '../table/caption.tsx'
import { SloRow } from './slo-row.tsx'

/** What a table of SLOs shows. */
export interface SloTableProps {
  caption: string
  judgements: readonly Judgement[]
  report: RunReport
  /** Anchors of the rows whose evidence is shown. */
  opened: ReadonlySet<string>
  toggle: (anchor: string) => void
}

const HEADS = [
  'Verdict',
  'SLO',
  'Observed',
  'Limit',
  'Against the limit',
  'Last runs',
  'Change',
  'Certainty',
] as const
const NUMBERS: readonly string[] = ['Observed', 'Limit', 'Change']

/** So many rows of a table are printed: see print.css. */
const ON_PAPER = 40

/** SLOs, a row each. Roles are said again because narrow screens take the table's display away, and with it the roles. */
export function SloTable({ caption, judgements, report, opened, toggle }: SloTableProps) {
  const isThere: Record<string, unknown> = {
    Change: report.comparison,
    'Last runs': report.trend?.rows.length,
  }
  const heads = HEADS.filter(head => !(head in isThere) || isThere[head])
  return (
    <table class="slos" role="table">
      <caption class="small">
        {caption}
        <OnPaper rows={judgements.length} most={ON_PAPER} />
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          {heads.map(head => (
            <th
              key={head}
              scope="col"
              role="columnheader"
              class={`slo-col-${head.toLowerCase().replaceAll(' ', '-')} ${NUMBERS.includes(head) ? 'number' : ''}`}
            >
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {judgements.map((judgement, index) => {
          const anchor = anchorOf(judgement)
          return (
            <SloRow
              key={`${anchor} ${judgement.objective}`}
              judgement={judgement}
              report={report}
              columns={heads.length}
              asAbove={isSameReason(judgement, judgements[index - 1])}
              open={opened.has(anchor)}
              toggle={() => toggle(anchor)}
            />
          )
        })}
      </tbody>
    </table>
  )
}
