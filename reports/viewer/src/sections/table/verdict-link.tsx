import type { Judgement } from '../../../../judge/slo.ts'
import { anchorOf } from '../../model/anchor.ts'
import { VerdictMark } from '../../verdict-mark.tsx'

/** A verdict that leads to its row among the SLOs, where there is one. */
export function VerdictLink({ judgement }: { judgement: Judgement | undefined }) {
  if (!judgement) return <span class="soft">not judged</span>
  return (
    <a class="verdict-link" href={`#${anchorOf(judgement)}`} title={judgement.because}>
      <VerdictMark verdict={judgement.verdict} />
    </a>
  )
}
