import { headersOf } from './request.ts'
import type { Expectation, HttpRequest } from './request.ts'
import type { Prepared, Sender } from './sender.ts'

/**
 * @param common headers of the workload
 * @returns what makes request number `index` (from 0), its bodies in turn
 * @throws RequestError when it can't be sent
 */
export function outgoing(
  request: HttpRequest,
  common: Readonly<Record<string, string>>,
  sender: Sender,
): (index: number) => Prepared {
  const { method, path, bodies, expect } = request
  const headers = headersOf(request, common)
  const keepsBody = keptOf(expect)
  const prepare = (body: string | null): Prepared => {
    const prepared = sender.prepare({ method, path, headers, body, keepsBody })
    if (prepared instanceof Error) throw prepared
    return prepared
  }
  const prepared = bodies && bodies.length > 0 ? bodies.map(prepare) : [prepare(null)]
  return index => prepared[index % prepared.length] as Prepared
}

/** @returns what is kept of the body of an answer of which this is expected */
export function keptOf(expect: Expectation | undefined): boolean | 'start' {
  return expect !== undefined && (expect.contains === undefined ? 'start' : true)
}
