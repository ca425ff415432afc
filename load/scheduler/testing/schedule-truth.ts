import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import { listening } from '../../testing/listening.ts'
import type { ScheduleRequests } from '../schedule-requests.ts'

/** What a scheduler of known behaviour does. */
export interface Truth {
  /** Each call is made so long after its moment, ms. Default 0. */
  lateMs?: number
  /** Each n-th moment, over all schedules, is not called, or called twice. Default none. */
  skipEvery?: number
  doubleEvery?: number
  /** It answers a request for a schedule in another way. */
  answers?: 'no id' | 'refused'
  /** It never calls. */
  silent?: boolean
  /** It calls another path than it was told. */
  elsewhere?: boolean
}

interface Asked {
  rhythm: { seconds?: number; crontab?: string }
  hook: string
}

/** How it is spoken to: paths, ids and places of its own. */
export const truthRequests = {
  cron: {
    request: {
      method: 'PUT',
      path: '/v1/timers',
      bodies: ['{"rhythm":{"crontab":"{{cron}}"},"hook":"{{callback}}"}'],
    },
    patterns: ['* * * * * *'],
  },
  interval: {
    request: {
      method: 'PUT',
      path: '/v1/timers',
      bodies: ['{"rhythm":{"seconds":{{everySeconds}}},"hook":"{{callback}}"}'],
    },
    everyMs: 500,
  },
  id: 'timer.no',
  remove: { method: 'POST', path: '/v1/timers/{{schedule}}/end' },
} satisfies ScheduleRequests

/** Lets a scheduler of known behaviour run while it is used; its patterns are each second or each n-th, and its ids are numbers. */
export async function withScheduler<Result>(
  truth: Truth,
  use: (origin: string, kept: ReadonlyMap<number, unknown>) => Promise<Result>,
): Promise<Result> {
  const timers = new Map<number, NodeJS.Timeout>()
  const scheduler = new TruthScheduler(truth, timers)
  const server = createServer((request, response) => {
    void scheduler.serve(request, response)
  })
  try {
    return await listening(server, origin => use(origin, timers))
  } finally {
    for (const timer of timers.values()) clearTimeout(timer)
  }
}

class TruthScheduler {
  readonly #truth: Truth
  readonly #timers: Map<number, NodeJS.Timeout>
  #made = 0
  #due = 0

  constructor(truth: Truth, timers: Map<number, NodeJS.Timeout>) {
    this.#truth = truth
    this.#timers = timers
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const said = (status: number, body: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    // Whether it is there.
    if (request.method === 'GET') return said(200, {})
    const [, , , no] = (request.url ?? '').split('/')
    if (no !== undefined) {
      clearTimeout(this.#timers.get(Number(no)))
      return said(this.#timers.delete(Number(no)) ? 200 : 404, {})
    }
    const asked = (await json(request)) as Asked
    if (this.#truth.answers === 'refused') return said(507, {})
    if (this.#truth.answers === 'no id') return said(200, { timer: {} })
    const id = ++this.#made
    this.#await(id, asked, Date.now())
    said(200, { timer: { no: id } })
  }

  #await(id: number, asked: Asked, fromMs: number): void {
    const { seconds, crontab = '' } = asked.rhythm
    const stepMs = 1000 * Number(/^\*\/(\d+)/.exec(crontab)?.[1] ?? 1)
    const dueMs = seconds === undefined ? (Math.floor(fromMs / stepMs) + 1) * stepMs : fromMs + seconds * 1000
    const timer = setTimeout(() => {
      this.#await(id, asked, dueMs)
      this.#call(asked, dueMs)
    }, dueMs - Date.now())
    this.#timers.set(id, timer)
  }

  #call({ hook }: Asked, dueMs: number): void {
    const { lateMs = 0, skipEvery, doubleEvery, silent = false, elsewhere = false } = this.#truth
    this.#due += 1
    if (silent || (skipEvery !== undefined && this.#due % skipEvery === 0)) return
    const to = elsewhere ? new URL('/elsewhere', hook).href : hook
    const times = doubleEvery !== undefined && this.#due % doubleEvery === 0 ? 2 : 1
    const call = (): void => {
      const body = JSON.stringify({ meant: { at: new Date(dueMs).toISOString() } })
      for (let time = 0; time < times; time++) fetch(to, { method: 'POST', body }).catch(() => {})
    }
    setTimeout(call, lateMs)
  }
}
