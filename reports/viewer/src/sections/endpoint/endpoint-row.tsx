import { formatCount, formatValue, NO_VALUE } from '../../../../format.ts'
import type { RunReport } from '../../../../run-report.ts'
import { capacityOf, NUMBERS, WHOLE_MIX } from '../../model/request-rows.ts'
import type { RequestRow } from '../../model/request-rows.ts'
import { EndpointDetails } from './endpoint-details.tsx'
import { FailedCell } from '../table/failed-cell.tsx'
import { PercentileCells } from '../table/percentile-cells.tsx'
import { RowMark } from '../table/row-mark.tsx'
import { VerdictLink } from '../table/verdict-link.tsx'

interface EndpointRowProps {
  row: RequestRow
  open: boolean
  toggle: () => void
  report: RunReport
}

/** An endpoint in a workload, in a line and, opened, what its numbers come from. */
export function EndpointRow({ row, open, toggle, report }: EndpointRowProps) {
  const { endpoint, workload, part, among } = row
  const { name, latency, service, ttfb, errors, requests, perSecond, judgements } = endpoint
  const [worst] = judgements
  return (
    <>
      <tr>
        <th scope="row" class="row-name">
          <button type="button" class="disclosure" aria-expanded={open} onClick={toggle}>
            <RowMark judgement={worst} />
            {name === WHOLE_MIX ? 'All endpoints' : name}
          </button>
        </th>
        <td class="break">
          {name === WHOLE_MIX ? 'Mixed load' : workload}
          {name !== WHOLE_MIX && part !== '' && <div class="small soft">{part}</div>}
        </td>
        <td class="number">{requests === undefined ? NO_VALUE : formatCount(requests)}</td>
        <td class="number">{formatValue(perSecond, 'per-second')}</td>
        <PercentileCells distribution={latency} />
        <PercentileCells distribution={service} percentiles={[95]} />
        <PercentileCells distribution={ttfb} percentiles={[95]} />
        <FailedCell errors={errors} />
        <td class="number">{formatValue(capacityOf(endpoint), 'per-second')}</td>
        <td>
          <VerdictLink judgement={worst} />
        </td>
      </tr>
      {open && (
        <tr class="endpoint-more">
          <td colSpan={NUMBERS.length + 3}>
            <EndpointDetails endpoint={endpoint} among={among} report={report} />
          </td>
        </tr>
      )}
    </>
  )
}
