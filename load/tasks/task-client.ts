import { setTimeout as delay } from 'node:timers/promises'
import { parseExactly } from '../exact-json.ts'
import type { Clock } from '../clock.ts'
import { faulty, named } from '../http/asker.ts'
import type { Asker } from '../http/asker.ts'
import { valuesAt } from '../http/places.ts'
import type { HttpRequest } from '../http/request.ts'
import type { Variables } from '../http/users/template.ts'
import type { Fault, Outcome } from '../loops/operation.ts'
import { Pace } from '../pace.ts'
import { Recent } from '../recent.ts'
import type { TaskEvents } from './task-events.ts'
import type { TaskRequests } from './task-requests.ts'
import { endOf, toldOf } from './told.ts'
import type { Told } from './told.ts'

/** How long a task is left alone before it is looked at again where no event tells its end, ms; and how often all of them are looked at a second, at most. */
const LOOK = { everyMs: 25, mostPerSecond: 1000 }

/** What is wrong with a task that is done, and whose end no event has told. */
const UNTOLD = 'done, and no event told it in time'

/** A task that the target has taken. */
export interface TakenTask {
  id: string
  /** When it was asked for, and when the answer came that it was taken; epoch ms. */
  sentMs: number
  takenMs: number
  /** What was told of its end; absent where it did not end in time. */
  told?: Told
}

/** What became of a task. */
export interface TaskEnd {
  outcome: Outcome
  /** Absent where it was refused, or taken without an id of its own. */
  task?: TakenTask
}

/** What a look at a task finds. */
export type Look = { kind: 'under-way'; state: string } | { kind: 'over'; outcome: Outcome; told?: Told }

/** Asks for tasks and follows each to its end: by events where the target tells them, else by its status. */
export class TaskClient {
  readonly #requests: TaskRequests
  readonly #asker: Asker
  readonly #clock: Clock
  readonly #events: TaskEvents
  readonly #seen: Recent<true>
  readonly #looks = new Pace(LOOK.everyMs, LOOK.mostPerSecond)

  /** @param events open or not */
  constructor(requests: TaskRequests, asker: Asker, clock: Clock, events: TaskEvents) {
    this.#requests = requests
    this.#asker = asker
    this.#clock = clock
    this.#events = events
    this.#seen = new Recent(clock)
  }

  /**
   * Asks for a task, and waits for its end.
   *
   * @param intendedMs its time-out counts from there @param afterMs how much later it is due: the time-out counts from there. Default 0.
   * @returns how it ended, from the request for it on
   */
  async do(request: HttpRequest, variables: Variables, intendedMs: number, afterMs = 0): Promise<TaskEnd> {
    const { outcome, body } = await this.#asker.ask(request, variables, intendedMs)
    if (outcome.fault) return { outcome: named('start', outcome) }
    const [id] = valuesAt(body, this.#requests.id)
    if (id === undefined) return { outcome: faulty(outcome, wrong('start: no id', body)) }
    if (this.#seen.has(id)) return { outcome: faulty(outcome, wrong('start: an id was given twice', body)) }
    this.#seen.set(id, true)
    const task = { id, sentMs: outcome.startMs, takenMs: outcome.endMs }
    const untilMs = intendedMs + afterMs + this.#asker.timeoutMs
    const { told, outcome: ended } = await this.#looks.during(() => this.#untilEnded(id, outcome, untilMs))
    return { outcome: ended, task: told ? { ...task, told } : task }
  }

  /** Looks at a task once. @param startMs when it began */
  async look(id: string, startMs: number): Promise<Look> {
    const { status: asks, notYet } = this.#requests
    const { outcome, body, status } = await this.#asker.ask(asks, { id }, this.#clock.nowMs())
    if (status !== undefined && (notYet?.includes(status) ?? false))
      return { kind: 'under-way', state: `status ${status}` }
    if (outcome.fault) return { kind: 'over', outcome: named('status', { ...outcome, startMs }) }
    const told = toldOf(read(body), this.#requests)
    const { isOver, fault } = endOf(told, this.#requests, this.#requests, body)
    if (!isOver) return { kind: 'under-way', state: told.state ?? '' }
    return { kind: 'over', outcome: { ...outcome, startMs, fault }, told }
  }

  async #untilEnded(id: string, begun: Outcome, untilMs: number): Promise<{ outcome: Outcome; told?: Told }> {
    const end = await this.#events.end(id, untilMs)
    if (end) return { outcome: { ...begun, endMs: end.atMs, fault: end.fault }, told: end.told }
    let last = 'never asked for'
    const lastMs = untilMs - LOOK.everyMs
    while (!this.#events.isOpen && this.#clock.nowMs() < lastMs) {
      await delay(Math.max(0, Math.min(this.#looks.againMs, lastMs - this.#clock.nowMs())))
      const look = await this.look(id, begun.startMs)
      if (look.kind === 'over') return look
      last = look.state
    }
    const late = (cause: string, example: string): Outcome =>
      faulty({ ...begun, endMs: untilMs }, { kind: 'timeout', cause, example })
    // What a socket does not tell its status does.
    const look = this.#events.isOpen ? await this.look(id, begun.startMs) : undefined
    if (look?.kind === 'over' && look.told && !look.outcome.fault)
      return { outcome: late(UNTOLD, `its status is "${look.told.state}"`), told: look.told }
    if (look) last = look.kind === 'under-way' ? look.state : (look.told?.state ?? last)
    return { outcome: late('not done in time', `the last state was "${last}"`) }
  }
}

const wrong = (cause: string, example: string): Fault => ({ kind: 'answer', cause, example })

/** @returns what a body of JSON says; `undefined` where it is none */
function read(body: string): unknown {
  try {
    return parseExactly(body)
  } catch {
    return undefined
  }
}
