import { formatValue, NO_VALUE } from '../../../../format.ts'
import type { TallySum } from '../../model/measured/tally-sums.ts'
import { causesText } from './causes.tsx'

interface FailedCellProps {
  errors: TallySum | undefined
  /** Names the causes too. Default false. */
  causes?: boolean
}

/** A cell with the share of requests that failed; a dash when none was counted. */
export function FailedCell({ errors, causes = false }: FailedCellProps) {
  return (
    <td class="number">
      {errors && errors.total > 0 ? formatValue(errors.bad / errors.total, 'ratio') : NO_VALUE}
      {causes && errors && errors.bad > 0 && <div class="small soft">{causesText(errors.causes)}</div>}
    </td>
  )
}
