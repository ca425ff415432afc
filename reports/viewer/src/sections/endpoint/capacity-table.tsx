import { formatCount, formatValue } from '../../../../format.ts'
import type { CapacityStep } from '../../model/endpoints.ts'
import { Caption } from '../table/caption.tsx'
import { FailedCell } from '../table/failed-cell.tsx'
import { NumberHeads } from '../table/number-heads.tsx'
import { PercentileCells } from '../table/percentile-cells.tsx'

/** The closed loop, a row a number of connections: how much comes back, how fast, and what fails. */
export function CapacityTable({ title, steps }: { title: string; steps: readonly CapacityStep[] }) {
  return (
    <div class="card scroll" tabIndex={0}>
      <table>
        <Caption>
          <h3>{title}</h3>
          Each connection sends its next request when it has the answer to the last: the highest throughput.
        </Caption>
        <thead>
          <tr>
            <th scope="col">Connections</th>
            <NumberHeads names={['Answers', 'Service p50', 'p95', 'p99', 'Failed']} />
          </tr>
        </thead>
        <tbody>
          {steps.map(({ connections, perSecond, latency, errors }) => (
            <tr key={connections}>
              <th scope="row">{formatCount(connections)}</th>
              <td class="number">{formatValue(perSecond, 'per-second')}</td>
              <PercentileCells distribution={latency} />
              <FailedCell errors={errors} causes />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
