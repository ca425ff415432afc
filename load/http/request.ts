import { byName } from './header-fields.ts'

/** One HTTP request that a workload repeats. Serialisable. */
export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path and query, below the target's address: written as people do, it is encoded as a browser does. */
  path: string
  /** Sent besides the workload's own headers. */
  headers?: Record<string, string>
  /** Bodies, sent in turn. With one, it is sent each time. */
  bodies?: string[]
  /** What a good answer is. Default: any of status 2xx or 304; redirects are not followed. */
  expect?: Expectation
}

/** What an answer must be to count as good; all that is said must hold. */
export interface Expectation {
  /** Statuses that are good, 100 to 599. Default: 200 to 299, and 304. */
  status?: number[]
  /** Text that the body contains, within its first 8 MiB. */
  contains?: string
}

/** @returns the request's headers over the workload's own, by their names in small letters; a body without a content type is JSON */
export function headersOf(
  request: HttpRequest,
  common: Readonly<Record<string, string>>,
): Record<string, string> {
  const type = request.bodies ? { 'content-type': 'application/json' } : {}
  return { ...type, ...byName(common), ...byName(request.headers ?? {}) }
}
