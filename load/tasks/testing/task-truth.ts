import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { WebSocketServer } from 'ws'
import { noteAsked } from '../../testing/asked.ts'
import type { Asked } from '../../testing/asked.ts'
import { listening } from '../../testing/listening.ts'
import type { TaskRequests } from '../task-requests.ts'

/** What tasks of known behaviour do. */
export interface TaskTruth {
  /** A task is done so long after it is due, ms. Default 0. */
  takesMs?: number
  /** Only one is done at a time. Default as many as there are. */
  isSerial?: boolean
  /** Of each kind, the n-th task and every n-th after it: never ends, is forgotten, fails, has its effect twice, has none, is refused. Default none. */
  never?: number
  forgets?: number
  fails?: number
  doubles?: number
  noEffect?: number
  refuses?: number
  /** Of a line of messages each second is answered before the one that came before it. */
  swaps?: boolean
  /** What is answered in place of a task's id, and in place of its phase. */
  id?: unknown
  phase?: unknown
  /** Who lets its agents go is answered with 500. */
  keepsStaff?: boolean
  /** For so long after it was taken a task's status is this one; ms. */
  untilKnown?: { ms: number; status: number }
  /** A scheduled task is done at once. */
  isHasty?: boolean
  /** The two totals differ while a task is under way. */
  tears?: boolean
  /** What the totals are. Default 7. */
  total?: number
  /** The socket tells nothing, or each end twice. Default each once. */
  feed?: 'silent' | 'again'
}

/** How it is spoken to: numbers as ids, in a list; phases that are numbers; polled only. */
export const truthRequests: TaskRequests = {
  modes: {
    collaborative: { submit: { method: 'PUT', path: '/jobs?kind=team' } },
    autonomous: {
      submit: { method: 'PUT', path: '/jobs?kind=solo' },
      agents: { method: 'PUT', path: '/staff?n={{count}}' },
    },
    continuous: { submit: { method: 'PUT', path: '/jobs?kind=line&line={{stream}}&n={{number}}' } },
    scheduled: {
      submit: { method: 'PUT', path: '/jobs?kind=later&in={{afterMs}}', bodies: ['{"once":"{{key}}"}'] },
    },
  },
  agents: { ids: '*.no', release: { method: 'DELETE', path: '/staff/{{agent}}' } },
  id: 'jobs.0.no',
  status: { method: 'GET', path: '/jobs/{{id}}/phase' },
  state: 'phase.code',
  effects: 'phase.times',
  order: 'phase.rank',
  states: { underWay: ['1'], done: ['2'], failed: ['9'] },
  shared: { request: { method: 'GET', path: '/totals' }, equal: ['totals.in', 'totals.out'] },
}

/** The same over a socket, whose frames are of one task each. */
export const truthEvents: NonNullable<TaskRequests['events']> = {
  path: '/feed',
  tasks: 'job',
  id: 'no',
  state: 'code',
  effects: 'times',
  order: 'rank',
}

interface Job {
  no: number
  code: number
  times: number
  rank: number
  takenMs: number
}

/** Lets tasks of known behaviour run while they are used. */
export async function withTasks<Result>(
  truth: TaskTruth,
  use: (origin: string, asked: Asked) => Promise<Result>,
): Promise<Result> {
  const asked: Asked = new Map()
  const sockets = new WebSocketServer({ noServer: true })
  const times = truth.feed === undefined ? 1 : truth.feed === 'again' ? 2 : 0
  const { answers, close } = answersTasks(truth, asked, job => {
    const told = JSON.stringify({ job })
    for (let time = 0; time < times; time++) for (const socket of sockets.clients) socket.send(told)
  })
  const server = createServer(answers)
  server.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, () => {}))
  return listening(server, async origin => {
    try {
      return await use(origin, asked)
    } finally {
      close()
      for (const socket of sockets.clients) socket.terminate()
    }
  })
}

/**
 * The same as the part of a server that answers paths below `/jobs`, `/staff` and `/totals`; `close` ends what is under way.
 *
 * @param asked notes what it was asked @param tell is told of each task that has ended
 */
export function answersTasks(
  truth: TaskTruth,
  asked: Asked = new Map(),
  tell: (job: object) => void = () => {},
): { answers: RequestListener; close: () => void } {
  const hall = new Hall(truth, tell)
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://truth')
    const [, what = '', no = ''] = pathname.split('/')
    const place = `${request.method} ${what}`
    noteAsked(asked, place, `${pathname}${await text(request)}`)
    const { status, answer } = hall.answer(place, no, searchParams)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  }
  return { answers: (request, response) => void serve(request, response), close: () => hall.close() }
}

class Hall {
  readonly #truth: TaskTruth
  readonly #tell: (job: object) => void
  readonly #jobs = new Map<string, Job>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #freeAtMs = 0
  #rank = 0
  #staff = 0

  constructor(truth: TaskTruth, tell: (job: object) => void) {
    this.#truth = truth
    this.#tell = tell
  }

  answer(place: string, no: string, query: URLSearchParams): { status: number; answer: unknown } {
    switch (place) {
      case 'PUT staff':
        return {
          status: 200,
          answer: Array.from({ length: Number(query.get('n')) }, () => ({ no: ++this.#staff })),
        }
      case 'DELETE staff':
        return { status: this.#truth.keepsStaff ? 500 : 200, answer: {} }
      case 'PUT jobs':
        return this.#take(query)
      case 'GET jobs':
        return this.#phase(no)
      case 'GET totals': {
        const open = [...this.#jobs.values()].filter(({ code }) => code === 1).length
        const { tears, total = 7 } = this.#truth
        return { status: 200, answer: { totals: { in: total, out: tears && open > 0 ? total - 1 : total } } }
      }
      default:
        return { status: 404, answer: {} }
    }
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer)
  }

  #take(query: URLSearchParams): { status: number; answer: unknown } {
    const no = this.#jobs.size + 1
    const { takesMs = 0, never, refuses, isSerial = false, isHasty = false, swaps = false } = this.#truth
    const nowMs = performance.now()
    const isSwapped = swaps && query.get('kind') === 'line' && Number(query.get('n')) % 2 === 0
    const waitMs = (isHasty ? 0 : Number(query.get('in') ?? 0)) + takesMs + (isSwapped ? 300 : 0)
    const endsAtMs = isSerial ? Math.max(nowMs, this.#freeAtMs) + takesMs : nowMs + waitMs
    this.#freeAtMs = endsAtMs
    const job: Job = { no, code: 1, times: 0, rank: 0, takenMs: nowMs }
    this.#jobs.set(String(no), job)
    if (isNth(no, refuses)) return { status: 429, answer: { why: 'busy' } }
    if (!isNth(no, never)) {
      const timer = setTimeout(() => this.#end(job, timer), endsAtMs - nowMs)
      this.#timers.add(timer)
    }
    return { status: 200, answer: { jobs: [{ no: 'id' in this.#truth ? this.#truth.id : no }] } }
  }

  #end(job: Job, timer: NodeJS.Timeout): void {
    this.#timers.delete(timer)
    const { no } = job
    job.code = isNth(no, this.#truth.fails) ? 9 : 2
    job.times = this.#effectsOf(job)
    job.rank = ++this.#rank
    this.#tell({ no, code: job.code, times: job.times, rank: job.rank })
  }

  #effectsOf({ no, code }: Job): number {
    const { doubles, noEffect } = this.#truth
    if (code === 9 || isNth(no, noEffect)) return 0
    return isNth(no, doubles) ? 2 : 1
  }

  #phase(no: string): { status: number; answer: unknown } {
    const job = this.#jobs.get(no)
    if (!job || isNth(job.no, this.#truth.forgets)) return { status: 404, answer: { why: 'unknown' } }
    const { code, times, rank, takenMs } = job
    const { untilKnown } = this.#truth
    if (untilKnown && performance.now() - takenMs < untilKnown.ms)
      return { status: untilKnown.status, answer: {} }
    return {
      status: 200,
      answer: { phase: 'phase' in this.#truth ? this.#truth.phase : { code, times, rank } },
    }
  }
}

const isNth = (no: number, every: number | undefined): boolean => every !== undefined && no % every === 0
