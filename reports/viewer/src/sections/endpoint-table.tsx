import { useMemo, useState } from 'preact/hooks'
import type { RunReport } from '../../../run-report.ts'
import { formatCount, formatValue, NO_VALUE } from '../../../format.ts'
import type { Endpoint } from '../model/endpoints.ts'
import { valueAt } from '../model/percentiles.ts'
import { usePrinting } from '../use-printing.ts'
import { toggled } from '../model/toggled.ts'
import { EndpointDetails } from './endpoint-details.tsx'
import { causesText } from './causes.tsx'
import { VerdictLink } from './verdict-link.tsx'
import { Caption } from './caption.tsx'
import { NumberHeads } from './number-heads.tsx'

/** The endpoints, a row each; opened, a row shows distribution and course over time. */
export function EndpointTable({ endpoints, report }: { endpoints: readonly Endpoint[]; report: RunReport }) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const printing = usePrinting()
  const connections = useMemo(
    () =>
      [...new Set(endpoints.flatMap(({ capacity }) => capacity.map(step => step.connections)))].sort(
        (a, b) => a - b,
      ),
    [endpoints],
  )
  const toggle = (name: string) => setOpened(before => toggled(before, name))
  return (
    <div class="card scroll">
      <table>
        <Caption>
          Latency counts from the moment a request was due, open-loop. Capacity is the closed-loop ceiling in
          answers a second.
        </Caption>
        <thead>
          <tr>
            <th scope="col">Endpoint</th>
            <NumberHeads names={['n', 'p50', 'p95', 'p99', 'Errors']} />
            {connections.map(count => (
              <th key={count} scope="col" class="number">
                At {count} conn.
              </th>
            ))}
            <th scope="col">Worst verdict</th>
          </tr>
        </thead>
        <tbody>
          {endpoints.map(endpoint => (
            <EndpointRow
              key={endpoint.name}
              endpoint={endpoint}
              connections={connections}
              open={opened.has(endpoint.name)}
              printing={printing}
              toggle={() => toggle(endpoint.name)}
              report={report}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface EndpointRowProps {
  endpoint: Endpoint
  connections: readonly number[]
  open: boolean
  printing: boolean
  toggle: () => void
  report: RunReport
}

function EndpointRow({ endpoint, connections, open, printing, toggle, report }: EndpointRowProps) {
  const { name, latency, errors, capacity, judgements } = endpoint
  const judgement = judgements[0]
  return (
    <>
      <tr>
        <th scope="row" class="row-name">
          <button type="button" class="disclosure" aria-expanded={open} onClick={toggle}>
            {name}
          </button>
        </th>
        <td class="number">{formatCount(latency?.n ?? errors?.total ?? 0)}</td>
        {[50, 95, 99].map(percentile => (
          <td key={percentile} class="number">
            {latency ? formatValue(valueAt(latency.percentiles, percentile), latency.unit) : NO_VALUE}
          </td>
        ))}
        <td class="number">
          {errors && errors.total > 0 ? formatValue(errors.bad / errors.total, 'ratio') : NO_VALUE}
          {errors && errors.bad > 0 && <div class="small soft">{causesText(errors.causes)}</div>}
        </td>
        {connections.map(count => (
          <td key={count} class="number">
            {formatValue(capacity.find(step => step.connections === count)?.perSecond, 'per-second')}
          </td>
        ))}
        <td>{judgement ? <VerdictLink judgement={judgement} /> : <span class="soft">not judged</span>}</td>
      </tr>
      {(open || printing) && (
        <tr class="endpoint-more">
          <td colSpan={7 + connections.length}>
            {/* A row that opens for printing alone has no time left to draw its canvas. */}
            <EndpointDetails endpoint={endpoint} report={report} overTime={open} />
          </td>
        </tr>
      )}
    </>
  )
}
