import type { Measurement } from '../../../load/measure/measurement.ts'
import type { HttpRequest } from '../../../load/http/request.ts'
import type { HttpCase } from '../case.ts'
import { kindOf, verdictOf } from '../kind.ts'
import type { RawServer } from '../raw-server.ts'

/** However busy the machine is, what comes is in time. */
const PATIENCE_MS = 100_000

/** @returns how long an answer may take, ms */
export const timeoutOf = ({ timeoutMs = PATIENCE_MS }: HttpCase): number => timeoutMs

/** @returns what a workload sends in a case */
export function requestOf({ method = 'GET', body = 'whole' }: HttpCase): HttpRequest {
  return { method, path: '/case', ...(body === '' ? {} : { expect: { contains: body } }) }
}

/** @returns the verdict of a workload by its tally of errors, and whether it counted each request once and sent one at a time */
export function talliedVerdict(all: readonly Measurement[], metric: string, server: RawServer): string {
  const found = all.find(one => one.metric === metric)
  if (found?.data.kind !== 'tally') return 'nothing measured'
  const { total, bad, causes } = found.data
  const kinds = new Map<string, number>()
  for (const [cause, count] of Object.entries(causes)) {
    const kind = kindOf(cause)
    kinds.set(kind, (kinds.get(kind) ?? 0) + count)
  }
  const lost = found.doubts.reduce(
    (sum, doubt) => sum + (doubt.kind === 'connections-recycled' ? doubt.lost : 0),
    0,
  )
  const cut = kinds.get('cut off') ?? 0
  if (lost > 0 && lost >= cut) kinds.delete('cut off')
  return verdictOf([
    ...(total > bad ? ['good'] : []),
    ...(lost > 0 ? ['lost'] : []),
    ...kinds.keys(),
    // What timed out may not have reached the server.
    ...(server.requests > 0 && total - (kinds.get('timeout') ?? 0) > server.requests
      ? ['counted twice']
      : []),
    ...(server.overlaps > 0 ? ['two at once'] : []),
  ])
}
