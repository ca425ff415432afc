import { formatValue, NO_VALUE } from '../../../../format.ts'
import type { Distribution } from '../../model/measured/distributions.ts'
import { valueAt } from '../../model/measured/percentiles.ts'

interface PercentileCellsProps {
  distribution: Distribution | undefined
  /** Default: 50, 95 and 99. */
  percentiles?: readonly number[]
}

/** Cells with percentiles of a distribution, each a dash without one. */
export function PercentileCells({ distribution, percentiles = [50, 95, 99] }: PercentileCellsProps) {
  return percentiles.map(percentile => (
    <td key={percentile} class="number">
      {distribution
        ? formatValue(valueAt(distribution.percentiles, percentile), distribution.unit)
        : NO_VALUE}
    </td>
  ))
}
