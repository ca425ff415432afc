import { tightestOf } from '../../../../judge/tightness.ts'
import type { CellGroup } from '../../model/verdict/cell-groups.ts'
import { objectiveText, observedText } from '../../model/verdict/objective.ts'
import { VerdictIcon, verdictClass } from '../../verdict-mark.tsx'
import { SloTable, type SloTableProps } from './slo-table.tsx'

/** What passed of a category, folded; the one that is nearest to its limit is named. */
export function PassedFold({
  group,
  ...shared
}: { group: CellGroup } & Omit<SloTableProps, 'caption' | 'judgements'>) {
  const passed = group.judgements.filter(({ verdict }) => verdict === 'PASS')
  const [tightest] = tightestOf(passed)
  if (!tightest) return null
  return (
    <details class="slo-fold">
      <summary class={verdictClass('PASS')}>
        <VerdictIcon verdict="PASS" />
        <span>
          {group.title}: {passed.length} passed
        </span>
        <span class="soft slo-tightest">
          Tightest: {tightest.title} {observedText(tightest)} (limit{' '}
          {objectiveText(tightest.objective, tightest.unit)})
        </span>
      </summary>
      <SloTable caption={`${group.title}: passed`} judgements={passed} {...shared} />
    </details>
  )
}
