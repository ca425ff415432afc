import { headersOf } from './request.ts'
import type { HttpRequest } from './request.ts'
import type { Outgoing } from './sender.ts'

/**
 * @param common headers of the workload
 * @returns what makes request number `index` (from 0), its bodies in turn
 */
export function outgoing(
  request: HttpRequest,
  common: Readonly<Record<string, string>>,
): (index: number) => Outgoing {
  const { method, path, bodies, expect } = request
  const headers = headersOf(request, common)
  const keepsBody = expect !== undefined
  return index => ({ method, path, headers, body: bodies?.[index % bodies.length] ?? null, keepsBody })
}
