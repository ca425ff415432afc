import { patience } from '../patience.ts'
import type { Clock } from '../clock.ts'
import { itemsAt, valuesIn } from '../http/places.ts'
import type { Fault } from '../loops/operation.ts'
import { Recent } from '../recent.ts'
import { dial } from '../swarm/dial.ts'
import type { Connection, Frame } from '../swarm/transport/transport.ts'
import type { TaskRequests } from './task-requests.ts'
import { endOf, toldOf } from './told.ts'
import type { Told } from './told.ts'

/** The end of a task, as an event told it. */
export interface ToldEnd {
  told: Told
  /** Epoch ms. */
  atMs: number
  /** What is wrong with it. */
  fault?: Fault
}

/** Who is to be reached. */
export interface EventsOptions {
  origin: string
  headers?: Record<string, string>
}

/** Listens to a socket for the ends of tasks; an event may come before the answer that gives its task's id. */
export class TaskEvents {
  readonly #requests: TaskRequests
  readonly #clock: Clock
  readonly #ends: Recent<ToldEnd>
  readonly #waiting = new Map<string, (end: ToldEnd | undefined) => void>()
  /** Tasks whose end was told again, in another event. */
  readonly twice: Recent<true>
  #connection: Connection | undefined

  /** @param requests with `events` */
  constructor(requests: TaskRequests, clock: Clock) {
    this.#requests = requests
    this.#clock = clock
    this.#ends = new Recent(clock)
    this.twice = new Recent(clock)
  }

  /** Opens the socket. Where that can't be done, or it is closed later, nothing is told any more: who waits has to ask. */
  async open({ origin, headers = {} }: EventsOptions): Promise<void> {
    const { events } = this.#requests
    if (!events) return
    const opening = await dial(
      {},
      { index: 0, path: events.path, options: { origin, headers } },
      { onFrame: frame => this.#hear(frame), onSign() {}, onClosed: () => this.close() },
    )
    if (opening.kind === 'open') this.#connection = opening.connection
  }

  /** Whether ends are told. */
  get isOpen(): boolean {
    return this.#connection !== undefined
  }

  /** @returns the end of a task; `undefined` where it is not told by then, or nothing is told any more */
  end(id: string, untilMs: number): Promise<ToldEnd | undefined> {
    const before = this.#ends.get(id)
    if (before || !this.isOpen) return Promise.resolve(before)
    return new Promise(resolve => {
      const come = patience(untilMs - this.#clock.nowMs(), () => told(undefined))
      const told = (end: ToldEnd | undefined): void => {
        come()
        this.#waiting.delete(id)
        resolve(end)
      }
      this.#waiting.set(id, told)
    })
  }

  /** Ends it. */
  close(): void {
    this.#connection?.terminate()
    this.#connection = undefined
    for (const told of this.#waiting.values()) told(undefined)
  }

  #hear(frame: Frame): void {
    const { events } = this.#requests
    if (!events) return
    const atMs = this.#clock.nowMs()
    for (const item of itemsAt(frame.toString(), events.tasks)) {
      const [id] = valuesIn(item, events.id)
      if (id === undefined) continue
      const told = toldOf(item, events)
      const { isOver, fault } = endOf(told, this.#requests, events, JSON.stringify(item))
      if (!isOver) continue
      if (this.#ends.has(id)) {
        if (events.repeats) continue
        this.twice.set(id, true)
      }
      const end = { told, atMs, ...(fault ? { fault } : {}) }
      this.#ends.set(id, end)
      this.#waiting.get(id)?.(end)
    }
  }
}
