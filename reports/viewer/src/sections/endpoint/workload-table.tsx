import { useState } from 'preact/hooks'
import { formatCount, formatValue } from '../../../../format.ts'
import type { RunReport } from '../../../../run-report.ts'
import type { Distribution } from '../../model/measured/distributions.ts'
import { labelText } from '../../model/measured/names.ts'
import { valueAt } from '../../model/measured/percentiles.ts'
import { toggled } from '../../model/toggled.ts'
import type {
  ConnectionTimes,
  EndpointGroup,
  WorkloadTable as Workload,
} from '../../model/workload-tables.ts'
import { Caption } from '../table/caption.tsx'
import { COLUMNS, EndpointRow } from './endpoint-row.tsx'
import { NumberHeads } from '../table/number-heads.tsx'

/** The endpoints of a workload, a row each; opened, a row shows what its numbers come from. On paper too, only what was opened is open: there may be dozens. */
export function WorkloadTable({ workload, report }: { workload: Workload; report: RunReport }) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const { title, groups, connections } = workload
  return (
    <div class="card scroll workload" tabIndex={0}>
      <table>
        <Caption>
          <h3>{title}</h3>
        </Caption>
        <thead>
          <tr>
            <th scope="col">Request</th>
            <NumberHeads names={COLUMNS} />
            <th scope="col">Worst verdict</th>
          </tr>
        </thead>
        {groups.map(group => (
          <tbody key={group.title}>
            {group.title !== '' && <GroupHead group={group} />}
            {group.endpoints.map(endpoint => (
              <EndpointRow
                key={endpoint.key}
                endpoint={endpoint}
                open={opened.has(endpoint.key)}
                toggle={() => setOpened(before => toggled(before, endpoint.key))}
                report={report}
              />
            ))}
          </tbody>
        ))}
      </table>
      {connections.length > 0 && (
        <ul class="plain connection-times small">
          {connections.map(times => (
            <li key={labelText(times.labels)}>{connectionText(times)}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

function GroupHead({ group: { title, endpoints, requests, failed } }: { group: EndpointGroup }) {
  return (
    <tr class="group-head">
      <th scope="rowgroup" colSpan={COLUMNS.length + 2}>
        <div class="stays">
          {title}
          {endpoints.length > 1 && requests > 0 && (
            <span class="small soft">
              {formatCount(requests)} requests, {formatValue(failed / requests, 'ratio')} failed
            </span>
          )}
        </div>
      </th>
    </tr>
  )
}

function connectionText({ labels, connect, tls }: ConnectionTimes): string {
  const times = ({ unit, percentiles }: Distribution) =>
    `median ${formatValue(valueAt(percentiles, 50), unit)}, p95 ${formatValue(valueAt(percentiles, 95), unit)}, largest ${formatValue(valueAt(percentiles, 100), unit)}`
  const labelled = labelText(labels, ['mix'])
  return [
    `Connections${labelled === '' ? '' : ` (${labelled})`}:`,
    connect && `${formatCount(connect.n)} opened, TCP with name lookup ${times(connect)}.`,
    tls && `${formatCount(tls.n)} TLS ${tls.n === 1 ? 'handshake' : 'handshakes'}, ${times(tls)}.`,
  ]
    .filter(Boolean)
    .join(' ')
}
