import { formatCount, formatDuration } from '../../../../format.ts'
import type { EndpointStage } from '../../model/endpoints.ts'
import { Caption } from '../table/caption.tsx'
import { FailedCell } from '../table/failed-cell.tsx'
import { NumberHeads } from '../table/number-heads.tsx'
import { PercentileCells } from '../table/percentile-cells.tsx'

/** The stages of the arrivals, a row each: what was asked, how it was answered. */
export function StageTable({ stages }: { stages: readonly EndpointStage[] }) {
  return (
    <div class="card scroll" tabIndex={0}>
      <table>
        <Caption>
          <h3>Stages of the arrivals</h3>
        </Caption>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <NumberHeads names={['Length', 'Requests', 'p50', 'p95', 'p99', 'Failed']} />
          </tr>
        </thead>
        <tbody>
          {stages.map(({ name, window, latency, errors }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="number">{formatDuration(window.endMs - window.startMs)}</td>
              <td class="number">{formatCount(errors?.total ?? latency?.n ?? 0)}</td>
              <PercentileCells distribution={latency} />
              <FailedCell errors={errors} causes />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
