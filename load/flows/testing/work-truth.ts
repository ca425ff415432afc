import { createServer } from 'node:http'
import { listening } from '../../testing/listening.ts'
import type { WorkflowRequests } from '../workflows/workflows.ts'

/** What work of known behaviour does. */
export interface WorkTruth {
  /** How long work takes that is asked for by this name, ms. Default 0. */
  takesMs?: Readonly<Record<string, number>>
  /** Of these names it never ends. */
  never?: readonly string[]
  /** What is told of its state in place of the truth. */
  state?: unknown
  /** What is answered to who asks for it in place of its id. */
  id?: unknown
  /** Each n-th is refused. */
  refusesEvery?: number
}

/** How it is spoken to: ids are numbers within a list, and states are numbers too. */
export const workRequests: WorkflowRequests = {
  sequential: { method: 'PUT', path: '/runs?kind=sequential' },
  parallel: { method: 'PUT', path: '/runs?kind=parallel' },
  dag: { method: 'PUT', path: '/runs?kind=dag' },
  id: 'runs.0.no',
  status: { method: 'GET', path: '/runs/{{id}}/phase' },
  state: 'phase.code',
  states: { underWay: ['1'], done: ['2'], failed: ['9'] },
  steps: 10,
  longestPath: 4,
}

/** Lets a platform of known behaviour run while it is used. */
export function withWork<Result>(
  truth: WorkTruth,
  use: (origin: string) => Promise<Result>,
): Promise<Result> {
  const { takesMs = {}, never = [], refusesEvery = 0 } = truth
  const ends = new Map<string, number>()
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://truth')
    const answer = (status: number, body: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    const [, , no = ''] = pathname.split('/')
    if (request.method === 'PUT') {
      const kind = searchParams.get('kind') ?? ''
      const own = String(ends.size + 1)
      const isNever = never.includes(kind)
      ends.set(own, isNever ? Number.POSITIVE_INFINITY : performance.now() + (takesMs[kind] ?? 0))
      if (refusesEvery > 0 && ends.size % refusesEvery === 0) answer(429, { why: 'busy' })
      else answer(200, { runs: [{ no: 'id' in truth ? truth.id : Number(own) }] })
      return
    }
    const code = performance.now() < (ends.get(no) ?? 0) ? 1 : 2
    answer(200, { phase: { code: 'state' in truth ? truth.state : code } })
  })
  return listening(server, use)
}
