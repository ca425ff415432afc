import { useMemo, useState } from 'preact/hooks'
import { formatCount, formatValue } from '../../../../format.ts'
import type { RunReport } from '../../../../run-report.ts'
import type { Distribution } from '../../model/measured/distributions.ts'
import { labelText } from '../../model/measured/names.ts'
import { valueAt } from '../../model/measured/percentiles.ts'
import { nextSorting, NUMBERS, requestRows, sortRows, type Sorting } from '../../model/request-rows.ts'
import { toggled } from '../../model/toggled.ts'
import type { ConnectionTimes, WorkloadTable } from '../../model/workload-tables.ts'
import { EndpointRow } from './endpoint-row.tsx'

/**
 * Every endpoint in every workload, a row each, sorted by any column; opened, a row shows what its numbers come from. On paper too, only what was
 * opened is open: there may be dozens.
 */
export function RequestTable({
  workloads,
  report,
}: {
  workloads: readonly WorkloadTable[]
  report: RunReport
}) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const [sorting, setSorting] = useState<Sorting>()
  const rows = useMemo(() => requestRows(workloads), [workloads])
  const head = (name: string, isNumber = true) => (
    <SortHead key={name} name={name} isNumber={isNumber} sorting={sorting} sort={setSorting} />
  )
  return (
    <div class="card scroll workload" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head('Request', false)}
            {head('Workload', false)}
            {NUMBERS.map(({ name }) => head(name))}
            <th scope="col">Worst verdict</th>
          </tr>
        </thead>
        <tbody>
          {sortRows(rows, sorting).map(row => (
            <EndpointRow
              key={row.key}
              row={row}
              open={opened.has(row.key)}
              toggle={() => setOpened(before => toggled(before, row.key))}
              report={report}
            />
          ))}
        </tbody>
      </table>
      <ul class="plain connection-times small">
        {workloads.flatMap(({ title, connections }) =>
          connections.map(times => (
            <li key={`${title} ${labelText(times.labels)}`}>
              {title}: {connectionText(times)}
            </li>
          )),
        )}
      </ul>
    </div>
  )
}

function SortHead(props: {
  name: string
  isNumber: boolean
  sorting: Sorting | undefined
  sort: (sorting: Sorting | undefined) => void
}) {
  const { name, isNumber, sorting, sort } = props
  const direction = sorting?.name === name ? sorting.direction : undefined
  return (
    <th
      scope="col"
      class={isNumber ? 'number' : `column-${name.toLowerCase()}`}
      aria-sort={direction ?? 'none'}
    >
      <button type="button" class="sort" onClick={() => sort(nextSorting(name, sorting))}>
        {name}
        <span aria-hidden="true">{direction && (direction === 'ascending' ? ' ↑' : ' ↓')}</span>
      </button>
    </th>
  )
}

function connectionText({ labels, connect, tls }: ConnectionTimes): string {
  const times = ({ unit, percentiles }: Distribution) =>
    `median ${formatValue(valueAt(percentiles, 50), unit)}, p95 ${formatValue(valueAt(percentiles, 95), unit)}, largest ${formatValue(valueAt(percentiles, 100), unit)}`
  const labelled = labelText(labels, ['mix'])
  return [
    `connections${labelled === '' ? '' : ` (${labelled})`}:`,
    connect && `${formatCount(connect.n)} opened, TCP with name lookup ${times(connect)}.`,
    tls && `${formatCount(tls.n)} TLS ${tls.n === 1 ? 'handshake' : 'handshakes'}, ${times(tls)}.`,
  ]
    .filter(Boolean)
    .join(' ')
}
