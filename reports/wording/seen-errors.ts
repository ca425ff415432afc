import { Declared } from '../stored/declared.ts'
import type { RunReport } from '../run-report.ts'
import { explainError } from './error-explanation.ts'
import { formatCount } from '../format.ts'

/** What is needed of a document to tell which requests failed. */
type RequestsReport = Pick<RunReport, 'measurements' | 'metrics' | 'sections'>

/** Failed requests of one cause, over all workloads of a run. */
export interface SeenError {
  cause: string
  count: number
  /** The requests that failed so, the most frequent first: `GET /api/agents`, with the other labels of its workload behind it. */
  where: string[]
  /** The first event of this kind, as text that a target may have sent. */
  example?: string
}

/**
 * The failed requests of a run by their cause, the most frequent first.
 *
 * The errors of a stage are left out, for they are among those of their workload, and so are refusals that were asked for on purpose.
 */
export function seenErrors(report: RequestsReport): SeenError[] {
  const declared = new Declared(report)
  const places = new Map<string, Map<string, number>>()
  const examples = new Map<string, string>()
  for (const { metric, labels, data } of report.measurements) {
    if (data.kind !== 'tally' || labels['endpoint'] === undefined || !isOfRequests(metric, declared)) continue
    const { endpoint, ...others } = labels
    const place = [endpoint, ...Object.values(others)].join(', ')
    for (const [cause, count] of Object.entries(data.causes)) {
      if (count === 0) continue
      const counts = places.get(cause) ?? new Map<string, number>()
      places.set(cause, counts.set(place, (counts.get(place) ?? 0) + count))
      const example = data.examples?.[cause]
      if (example !== undefined && !examples.has(cause)) examples.set(cause, example)
    }
  }
  return [...places]
    .map(([cause, counts]): SeenError => {
      const example = examples.get(cause)
      return {
        cause,
        count: [...counts.values()].reduce((sum, count) => sum + count, 0),
        where: [...counts].toSorted(([, a], [, b]) => b - a).map(([place]) => place),
        ...(example !== undefined && { example }),
      }
    })
    .toSorted((a, b) => b.count - a.count)
}

/** Those of a stage are among those of their workload. */
function isOfRequests(metric: string, declared: Declared): boolean {
  const view = declared.view(metric)
  return view.kind === 'request' && (view.part === 'errors' || view.part === 'closed.errors')
}

/**
 * The most frequent failures in words, for the exports.
 *
 * @param most so many causes are told; how many there are beyond is said in a further sentence
 */
export function describeErrors(report: RequestsReport, most: number): string[] {
  const seen = seenErrors(report)
  const more = seen.length - most
  return [
    ...seen.slice(0, most).map(describeError),
    ...(more > 0 ? [`${formatCount(more)} more ${more === 1 ? 'cause' : 'causes'}: see the report.`] : []),
  ]
}

function describeError({ cause, count, where }: SeenError): string {
  const { meaning, remedy } = explainError(cause)
  const [first = '', ...others] = where
  const places = others.length === 0 ? first : `${first}, and ${formatCount(others.length)} more`
  return `${cause}, ${formatCount(count)} ${count === 1 ? 'time' : 'times'} (${places}). ${meaning} ${remedy}`
}
