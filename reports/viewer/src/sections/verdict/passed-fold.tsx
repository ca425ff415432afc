import { useState } from 'preact/hooks'
import { tightestOf } from '../../../../judge/tightness.ts'
import type { CellGroup } from '../../model/verdict/cell-groups.ts'
import { anchorOf } from '../../model/anchor.ts'
import { objectiveText, observedText } from '../../model/verdict/objective.ts'
import { VerdictIcon, verdictClass } from '../../verdict-mark.tsx'
import { SloTable, type SloTableProps } from './slo-table.tsx'

/** Nothing is drawn over what the file holds. */
const AS_WRITTEN = { __html: '' }

/**
 * What passed of a category, folded; the one that is nearest to its limit is named. What the file shows of it without a script stays as it stands until
 * the fold or a row in it is opened: it is half of the page, and most readers never look at it.
 */
export function PassedFold({
  group,
  ...shared
}: { group: CellGroup } & Omit<SloTableProps, 'caption' | 'judgements'>) {
  const passed = group.judgements.filter(({ verdict }) => verdict === 'PASS')
  const [tightest] = tightestOf(passed)
  const id = `passed-${group.category}`
  const [isUntouched, setUntouched] = useState(
    () => typeof document !== 'undefined' && document.querySelector(`#${CSS.escape(id)}`) !== null,
  )
  if (!tightest) return null
  const isAsWritten = isUntouched && !passed.some(judgement => shared.opened.has(anchorOf(judgement)))
  return (
    <details class="slo-fold" onToggle={() => setUntouched(false)}>
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
      {isAsWritten ? (
        <div id={id} dangerouslySetInnerHTML={AS_WRITTEN} />
      ) : (
        <div key="drawn" id={id}>
          <SloTable caption={`${group.title}: passed`} judgements={passed} {...shared} />
        </div>
      )}
    </details>
  )
}
