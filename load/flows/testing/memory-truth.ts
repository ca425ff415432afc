import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { listening } from '../../testing/listening.ts'
import type { MemoryRequests } from '../memory/memory.ts'

/** What a memory of known behaviour does wrong. */
export interface MemoryTruth {
  /** How long it takes to write, ms. Default 0. */
  writeMs?: number
  /** Each n-th write is lost. Default none. */
  losesEvery?: number
  /** What is cleared stays. */
  stays?: boolean
  /** All owners have one memory, and the one before it answers. */
  mixesUp?: boolean
  /** What a new session's id is in place of its number. */
  id?: unknown
}

/** How it is spoken to: a form for what is written, notes by numbers, and sessions whose value stands in a list. */
export const memoryRequests: MemoryRequests = {
  short: {
    add: {
      method: 'PUT',
      path: '/notes?of={{owner}}',
      headers: { 'content-type': 'text/plain' },
      bodies: ['{{text}}'],
    },
    get: { method: 'GET', path: '/notes?of={{owner}}' },
    texts: 'notes.*.said',
    clear: { method: 'DELETE', path: '/notes?of={{owner}}' },
  },
  session: {
    create: {
      method: 'PUT',
      path: '/talks',
      headers: { 'content-type': 'text/plain' },
      bodies: ['{{value}}'],
    },
    id: 'talk.no',
    get: { method: 'GET', path: '/talks?of={{session}}' },
    value: 'talk.values.0',
    update: {
      method: 'POST',
      path: '/talks?of={{session}}',
      headers: { 'content-type': 'text/plain' },
      bodies: ['{{value}}'],
    },
  },
}

/** Lets a memory of known behaviour run while it is used. What is cleared is answered with 404. */
export function withMemory<Result>(
  truth: MemoryTruth,
  use: (origin: string) => Promise<Result>,
): Promise<Result> {
  return listening(createServer(answersMemory(truth)), use)
}

/** The same as the part of a server that answers the paths `/notes` and `/talks`. */
export function answersMemory(truth: MemoryTruth): RequestListener {
  const memory = new TruthMemory(truth)
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request)
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://truth')
    const owner = searchParams.get('of') ?? ''
    const { status, answer } = memory.answer(`${request.method} ${pathname}`, owner, body)
    if (request.method === 'PUT') await delay(truth.writeMs ?? 0)
    response.writeHead(status).end(JSON.stringify(answer))
  }
  return (request, response) => void serve(request, response)
}

class TruthMemory {
  readonly #truth: MemoryTruth
  readonly #kept = new Map<string, string>()
  #writes = 0
  #sessions = 0

  constructor(truth: MemoryTruth) {
    this.#truth = truth
  }

  answer(asked: string, of: string, body: string): { status: number; answer: unknown } {
    const owner = this.#truth.mixesUp ? 'all' : of
    switch (asked) {
      case 'PUT /notes':
        this.#write(owner, body)
        return { status: 200, answer: {} }
      case 'GET /notes': {
        const said = this.#kept.get(owner)
        return said === undefined
          ? { status: 404, answer: {} }
          : { status: 200, answer: { notes: [{ said }] } }
      }
      case 'DELETE /notes':
        if (!this.#truth.stays) this.#kept.delete(owner)
        return { status: 200, answer: {} }
      case 'PUT /talks': {
        const no = String(++this.#sessions)
        this.#kept.set(no, body)
        return { status: 200, answer: { talk: { no: 'id' in this.#truth ? this.#truth.id : Number(no) } } }
      }
      case 'POST /talks':
        this.#write(of, body)
        return { status: 200, answer: {} }
      default:
        return { status: 200, answer: { talk: { values: [this.#kept.get(of)] } } }
    }
  }

  #write(owner: string, said: string): void {
    const { losesEvery = 0 } = this.#truth
    if (losesEvery === 0 || ++this.#writes % losesEvery !== 0) this.#kept.set(owner, said)
  }
}
