import { useMemo } from 'preact/hooks'
import { partOf } from '../../../../judge/part-of.ts'
import type { Judgement } from '../../../../judge/slo.ts'
import { useDeclared } from '../../declared.tsx'
import { anchorOf } from '../../model/anchor.ts'
import { cellGroups } from '../../model/verdict/cell-groups.ts'
import { objectiveText, observedText } from '../../model/verdict/objective.ts'
import { VERDICT_WORD } from '../../model/verdict/verdicts.ts'
import { VerdictIcon, verdictClass } from '../../verdict-mark.tsx'

/** All SLOs of the run at a glance: a cell each, by category, the worst first; a cell leads to its row. */
export function SloCells({ judgements }: { judgements: readonly Judgement[] }) {
  const declared = useDeclared()
  const groups = useMemo(() => cellGroups(judgements, declared), [judgements, declared])
  return (
    <ul class="cells">
      {groups.map(({ category, title, judgements, passed }) => (
        <li key={category}>
          <p class="small">
            <strong>{title}</strong>{' '}
            <span class="soft">
              {passed} of {judgements.length} passed
            </span>
          </p>
          <ul>
            {judgements.map(judgement => (
              <li key={judgement.name}>
                <Cell judgement={judgement} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}

function Cell({ judgement }: { judgement: Judgement }) {
  const { title, verdict, objective, unit } = judgement
  const part = partOf(judgement)
  const name = `${VERDICT_WORD[verdict]}: ${title}${part === '' ? '' : `, ${part}`}, ${observedText(judgement)} (limit ${objectiveText(objective, unit)})`
  return (
    <a
      class={`cell ${verdictClass(verdict)} ${verdict === 'PASS' ? 'cell-passed' : ''}`}
      href={`#${anchorOf(judgement)}`}
      title={name}
      aria-label={name}
    >
      <VerdictIcon verdict={verdict} />
    </a>
  )
}
