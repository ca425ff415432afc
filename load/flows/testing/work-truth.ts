import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import { listening } from '../../testing/listening.ts'
import type { TrainingRequests } from '../training/training-requests.ts'
import type { WorkflowRequests } from '../workflows/workflows.ts'

/** What work of known behaviour does. */
export interface WorkTruth {
  /** How long work takes that is asked for by this name, ms. Default 0. */
  takesMs?: Readonly<Record<string, number>>
  /** The first of each of these names takes so long instead, ms. */
  firstMs?: Readonly<Record<string, number>>
  /** Of these names it never ends. */
  never?: readonly string[]
  /** For so long after it was asked for its status is this one; ms. */
  untilKnown?: { ms: number; status: number }
  /** What is told of its state in place of the truth. */
  state?: unknown
  /** What is answered to who asks for it in place of its id. */
  id?: unknown
  /** Each n-th is refused. */
  refusesEvery?: number
  /** One is done after the other. Default: all at once. */
  isSerial?: boolean
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

/** How the same is asked for training jobs: the work of the names `train` and `batch`. */
export const trainingRequests: TrainingRequests = {
  start: { method: 'PUT', path: '/runs?kind=train' },
  batch: { method: 'PUT', path: '/runs?kind=batch&of={{trajectories}}' },
  id: workRequests.id,
  status: workRequests.status,
  state: workRequests.state,
  states: workRequests.states,
}

/** Lets a platform of known behaviour run while it is used; `asked` has the addresses that asked for work. */
export function withWork<Result>(
  truth: WorkTruth,
  use: (origin: string, asked: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const asked: string[] = []
  return listening(createServer(answersWork(truth, asked)), origin => use(origin, asked))
}

/** The same as the part of a server that answers paths below `/runs`. @param asked notes the addresses that asked for work */
export function answersWork(truth: WorkTruth, asked: string[] = []): RequestListener {
  const { takesMs = {}, firstMs = {}, never = [], refusesEvery = 0, isSerial = false, untilKnown } = truth
  let freeAtMs = 0
  const ends = new Map<string, number>()
  const begunMs = new Map<string, number>()
  const seen = new Set<string>()
  return (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://truth')
    const answer = (status: number, body: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    const [, , no = ''] = pathname.split('/')
    if (request.method === 'PUT') {
      const kind = searchParams.get('kind') ?? ''
      const own = String(ends.size + 1)
      asked.push(request.url ?? '')
      const nowMs = performance.now()
      const isFirst = !seen.has(kind)
      seen.add(kind)
      const ownMs = (isFirst ? firstMs[kind] : undefined) ?? takesMs[kind] ?? 0
      freeAtMs = (isSerial ? Math.max(freeAtMs, nowMs) : nowMs) + ownMs
      begunMs.set(own, nowMs)
      ends.set(own, never.includes(kind) ? Number.POSITIVE_INFINITY : freeAtMs)
      if (refusesEvery > 0 && ends.size % refusesEvery === 0) answer(429, { why: 'busy' })
      else answer(200, { runs: [{ no: 'id' in truth ? truth.id : Number(own) }] })
      return
    }
    if (untilKnown && performance.now() - (begunMs.get(no) ?? 0) < untilKnown.ms) {
      answer(untilKnown.status, {})
      return
    }
    const code = performance.now() < (ends.get(no) ?? 0) ? 1 : 2
    answer(200, { phase: { code: 'state' in truth ? truth.state : code } })
  }
}
