import { formatCount, formatValue, NO_VALUE } from '../../../../format.ts'
import type { RunReport } from '../../../../run-report.ts'
import type { Endpoint } from '../../model/endpoints.ts'
import { EndpointDetails } from './endpoint-details.tsx'
import { FailedCell } from '../table/failed-cell.tsx'
import { PercentileCells } from '../table/percentile-cells.tsx'
import { VerdictLink } from '../table/verdict-link.tsx'

/** The columns of numbers, between the request's name and its verdict. */
export const COLUMNS = ['Requests', 'Rate', 'p50', 'p95', 'p99', 'Service p95', 'TTFB p95', 'Failed']

/** The name of what a closed loop over a mix counts for all its requests together. */
const WHOLE_MIX = 'mix'

interface EndpointRowProps {
  endpoint: Endpoint
  open: boolean
  toggle: () => void
  report: RunReport
}

/** An endpoint in a line and, opened, what its numbers come from. */
export function EndpointRow({ endpoint, open, toggle, report }: EndpointRowProps) {
  const { name, latency, service, ttfb, errors, requests, perSecond, judgements } = endpoint
  const [worst] = judgements
  return (
    <>
      <tr>
        <th scope="row" class="row-name">
          <button type="button" class="disclosure" aria-expanded={open} onClick={toggle}>
            {name === WHOLE_MIX ? 'All endpoints' : name}
          </button>
        </th>
        <td class="number">{requests === undefined ? NO_VALUE : formatCount(requests)}</td>
        <td class="number">{formatValue(perSecond, 'per-second')}</td>
        <PercentileCells distribution={latency} />
        <PercentileCells distribution={service} percentiles={[95]} />
        <PercentileCells distribution={ttfb} percentiles={[95]} />
        <FailedCell errors={errors} />
        <td>
          <VerdictLink judgement={worst} />
        </td>
      </tr>
      {open && (
        <tr class="endpoint-more">
          <td colSpan={COLUMNS.length + 2}>
            <EndpointDetails endpoint={endpoint} report={report} />
          </td>
        </tr>
      )}
    </>
  )
}
