import type { Judgement } from '../../../../judge/slo.ts'
import { VerdictIcon } from '../../verdict-mark.tsx'

/** The sign of a row's verdict beside its name, on screens so narrow that the column of verdicts lies beyond their edge. That column tells it in words. */
export function RowMark({ judgement }: { judgement: Judgement | undefined }) {
  if (!judgement) return null
  return (
    <span class="row-mark">
      <VerdictIcon verdict={judgement.verdict} size={13} />
    </span>
  )
}
