import { largestOf } from '../../../../../load/measure/extremes.ts'
import { counted } from '../../../../advice/cite.ts'
import { formatCount, formatValue, NO_VALUE } from '../../../../format.ts'
import type { DiagnosedRequest, Diagnosis } from '../../../../diagnosis.ts'
import { lineColour } from '../../charts/chart-colour.ts'
import { Caption } from '../table/caption.tsx'
import { NumberHeads } from '../table/number-heads.tsx'

/** The spans of a request, in their order. */
const SPANS = [
  { name: 'name and connection', of: ({ connectMs }: DiagnosedRequest) => connectMs },
  { name: 'waiting for the first byte', of: ({ waitMs }: DiagnosedRequest) => waitMs },
  { name: 'receiving', of: ({ receiveMs }: DiagnosedRequest) => receiveMs },
]

/** Every request of the visit, a row each: when it began, what it waited for, and what came. */
export function Waterfall({ diagnosis }: { diagnosis: Diagnosis }) {
  const { requests, moreRequests, readyMs, largest } = diagnosis
  const [first] = requests
  if (!first) return null
  const bytes = requests.reduce((sum, request) => sum + request.bytes, 0)
  const endMs = Math.max(readyMs, largest?.atMs ?? 0, largestOf(requests.map(request => endOf(request))))
  return (
    <details class="waterfall">
      <summary>
        {counted(requests.length + moreRequests, 'request')},{' '}
        {moreRequests > 0 && `the first ${formatCount(requests.length)} with `}
        {formatValue(bytes, 'bytes')}: what waited for what
      </summary>
      <div class="scroll" tabIndex={0}>
        <table>
          <Caption>
            <ul class="legend small">
              {SPANS.map(({ name }, index) => (
                <li key={name}>
                  <span class="swatch" style={{ background: `var(${lineColour(index)})` }} />
                  {name}
                </li>
              ))}
              <li>
                <span class="waterfall-key" />
                live data painted ({formatValue(readyMs, 'ms')})
              </li>
            </ul>
          </Caption>
          <thead>
            <tr>
              <th scope="col">Request</th>
              <th scope="col">Type</th>
              <NumberHeads names={['Status', 'Size', 'Begins', 'Takes']} />
              <th scope="col" class="waterfall-bars">
                0 to {formatValue(endMs, 'ms')}
              </th>
            </tr>
          </thead>
          <tbody>
            {requests.map((request, index) => (
              <tr key={index}>
                <th scope="row" class="waterfall-url" title={request.url}>
                  {request.method !== 'GET' && `${request.method} `}
                  {request.url}
                </th>
                <td>{request.type}</td>
                <td class="number">{request.status > 0 ? request.status : NO_VALUE}</td>
                <td class="number">{formatValue(request.bytes, 'bytes')}</td>
                <td class="number">{formatValue(request.startMs, 'ms')}</td>
                <td class="number">{formatValue(endOf(request) - request.startMs, 'ms')}</td>
                <td class="waterfall-bars">
                  <Bar request={request} endMs={endMs} readyMs={readyMs} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {moreRequests > 0 && (
        <p class="small soft">
          {counted(moreRequests, 'later request')} {moreRequests === 1 ? 'is' : 'are'} in the HTTP Archive.
        </p>
      )}
    </details>
  )
}

const endOf = ({ startMs, connectMs, waitMs, receiveMs }: DiagnosedRequest): number =>
  startMs + connectMs + waitMs + receiveMs

function Bar({ request, endMs, readyMs }: { request: DiagnosedRequest; endMs: number; readyMs: number }) {
  const at = (ms: number): number => (1000 * ms) / endMs
  let fromMs = request.startMs
  return (
    <svg width="100%" height="14" viewBox="0 0 1000 14" preserveAspectRatio="none" aria-hidden="true">
      {SPANS.map(({ name, of }, index) => {
        const x = at(fromMs)
        fromMs += of(request)
        return (
          <rect
            key={name}
            x={x}
            y={2}
            width={Math.max(index === 1 ? 1.5 : 0, at(of(request)))}
            height={10}
            fill={`var(${lineColour(index)})`}
          />
        )
      })}
      <path class="waterfall-ready" d={`M${at(readyMs)} 0v14`} />
    </svg>
  )
}
