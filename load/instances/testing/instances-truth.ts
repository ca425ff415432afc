import { createServer } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { WorkRequests } from '../../flows/work-requests.ts'
import type { HttpRequest } from '../../http/request.ts'
import { seededRandom } from '../../seeded-random.ts'
import { listening } from '../../testing/listening.ts'
import type { ScalingActions } from '../scaling-options.ts'

/** Instances of known behaviour behind a balancer of known behaviour. */
export interface Truth {
  /** Who takes the next task. Default each in turn: in the order in which they were sent, where their numbers tell. */
  balance?: 'turns' | 'chance' | 'first'
  /** How long a task takes, ms. Default 100. */
  workMs?: number
  /** An instance serves so long after it was asked for, ms; infinite for never. Default 0. */
  upAfterMs?: number
  /** What becomes of tasks of an instance that is to go. Default they are done. */
  onDown?: 'done' | 'stuck' | 'failed' | 'forgotten'
  /** What becomes of tasks of an instance that is killed. Default they are done by another. */
  onKill?: 'done' | 'stuck' | 'failed'
  /** A killed one is back so long afterwards, ms; infinite for never. Default 300. */
  backAfterMs?: number
  /** Whether it has another name then. Default no. */
  isRenamed?: boolean
  /** Whether a kill does nothing. Default no. */
  isImmortal?: boolean
  /** Whether a scale-down does nothing. Default no. */
  neverShrinks?: boolean
  /** So many serve, whatever is asked for. Default as many as are asked for. */
  always?: number
  /** Whether answers name who gave them. Default yes. */
  isNamed?: boolean
}

/** How tasks are asked for. */
export const submit: HttpRequest = { method: 'POST', path: '/deeds', bodies: ['{"once":"{{key}}"}'] }

/** How they are followed. */
export const followed: WorkRequests = {
  id: 'task.n',
  status: { method: 'GET', path: '/deeds/{{id}}' },
  state: 'phase',
  states: { underWay: ['running'], done: ['done'], failed: ['failed'] },
}

/** Lets them run while they are used. */
export function withInstances<Result>(
  truth: Truth,
  use: (origin: string, actions: ScalingActions, shown: Instances) => Promise<Result>,
): Promise<Result> {
  const instances = new Instances(truth)
  const server = createServer((request, response) => {
    const seq = request.headers['x-perf-seq'] as string | undefined
    const answer = instances.answer(request.method ?? '', request.url ?? '', seq)
    response.writeHead(answer.status, answer.by === undefined ? {} : { 'x-served-by': answer.by })
    response.end(JSON.stringify(answer.body))
  })
  const actions: ScalingActions = {
    scale: async count => instances.scale(count),
    kill: async name => instances.kill(name),
    instanceOf: async ({ headers }) => headers['x-served-by'] as string | undefined,
  }
  return listening(server, origin => use(origin, actions, instances))
}

interface TruthTask {
  by: string
  phase: 'running' | 'done' | 'failed' | 'forgotten'
  doneMs: number
}

/** Keeps their tasks. */
export class Instances {
  readonly #truth: Truth
  readonly #random = seededRandom(5)
  readonly #tasks: TruthTask[] = []
  #serving: string[] = []
  #wanted = 0
  #named = 0
  #turn = 0

  constructor(truth: Truth) {
    this.#truth = truth
    for (let one = 0; one < (truth.always ?? 0); one++) this.#serving.push(`n${++this.#named}`)
  }

  /** How many tasks were taken. */
  get taken(): number {
    return this.#tasks.length
  }

  /** How many tasks will never be done. */
  get stuck(): number {
    return this.#tasks.filter(({ doneMs }) => doneMs === Number.POSITIVE_INFINITY).length
  }

  /** How many serve. */
  get serving(): number {
    return this.#serving.length
  }

  scale(count: number): void {
    const { upAfterMs = 0, onDown = 'done', neverShrinks, always } = this.#truth
    if (always !== undefined) return
    if (neverShrinks && count < this.#wanted) return
    const more = count - this.#wanted
    this.#wanted = count
    for (let one = 0; one < more; one++) void this.#bring(`n${++this.#named}`, upAfterMs)
    for (const name of this.#serving.splice(count)) this.#end(name, onDown)
  }

  kill(name: string): void {
    const { isImmortal, isRenamed, backAfterMs = 300, onKill = 'done' } = this.#truth
    if (isImmortal) return
    this.#serving = this.#serving.filter(one => one !== name)
    this.#end(name, onKill)
    void this.#bring(isRenamed ? `n${++this.#named}` : name, backAfterMs)
  }

  answer(method: string, path: string, seq?: string): { status: number; by?: string; body: unknown } {
    if (method === 'GET') return this.#look(Number(path.split('/').at(-1)))
    const by = this.#next(seq)
    if (by === undefined) return { status: 503, body: 'no server is available' }
    this.#tasks.push({ by, phase: 'running', doneMs: performance.now() + (this.#truth.workMs ?? 100) })
    const named = this.#truth.isNamed === false ? {} : { by }
    return { status: 201, ...named, body: { task: { n: this.#tasks.length - 1 } } }
  }

  #look(n: number): { status: number; body: unknown } {
    const task = this.#tasks[n]
    if (!task || task.phase === 'forgotten') return { status: 404, body: 'no such task' }
    if (task.phase === 'running' && performance.now() >= task.doneMs) task.phase = 'done'
    return { status: 200, body: { phase: task.phase } }
  }

  #next(seq: string | undefined): string | undefined {
    const { length } = this.#serving
    if (this.#truth.balance === 'first') return this.#serving[0]
    if (this.#truth.balance === 'chance') return this.#serving[Math.floor(this.#random() * length)]
    const turn = this.#turn++
    return this.#serving[(seq === undefined ? turn : Number(seq.split('-')[1])) % length]
  }

  #end(name: string, fate: 'done' | 'stuck' | 'failed' | 'forgotten'): void {
    const nowMs = performance.now()
    for (const task of this.#tasks.filter(({ by, doneMs }) => by === name && doneMs > nowMs)) {
      if (fate === 'stuck') task.doneMs = Number.POSITIVE_INFINITY
      else if (fate !== 'done') task.phase = fate
    }
  }

  async #bring(name: string, afterMs: number): Promise<void> {
    if (!Number.isFinite(afterMs)) return
    // Node's timers may be up to a millisecond early.
    if (afterMs > 0) await delay(afterMs + 1)
    if (this.#serving.length < this.#wanted) this.#serving.push(name)
  }
}
