import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import type { Measurement } from '../measure/measurement.ts'
import type { Recording } from '../measure/recording.ts'
import type { Tally } from '../measure/tally.ts'
import type { Look, TakenTask } from './task-client.ts'
import { isWithoutEffect, NO_EFFECT } from './told.ts'

/** Tasks that did not end in time may still end: they are looked at so often, some at once, as long as one of them does within `quietMs`, and `withinMs` in all. */
const SETTLE = { everyMs: 500, quietMs: 3000, withinMs: 20_000, atOnce: 50 }

/**
 * A task whose end was told so long after it was taken is accounted for, ms, and those that are old are looked for so often: until then its end may be told again, or
 * another end that comes out of order.
 */
const ACCOUNTED = { afterMs: 120_000, everyMs: 10_000 }

/** A task that was taken, and its stream where it is of one. */
interface Taken extends TakenTask {
  stream: string | undefined
}

/** How ends are told twice. */
interface Twice {
  has(id: string): boolean
}

/**
 * Accounts for every task that a target has taken: each is done, once, with its effect, and those of a stream in the order in which they were taken. Of tasks that are accounted for only
 * the last of each stream is kept.
 */
export class Delivery {
  readonly #clock: Clock
  readonly #tally: Tally
  readonly #twice: Twice
  readonly #done: readonly string[]
  #taken: Taken[] = []
  /** Of those of each stream that are accounted for, the one that was done last. */
  readonly #last = new Map<string, Taken>()
  #accountedMs: number

  /** Nothing was taken yet. @param twice those whose end was told twice @param done states in which a task is done */
  constructor(clock: Clock, recording: Recording, twice: Twice, done: readonly string[]) {
    this.#clock = clock
    this.#tally = recording.tally({ metric: 'tasks.delivery', unit: 'count', labels: {} })
    this.#twice = twice
    this.#done = done
    this.#accountedMs = clock.nowMs()
  }

  /** How many tasks are kept. */
  get kept(): number {
    return this.#taken.length + this.#last.size
  }

  /** Notes a task that was taken, with what was told of its end. */
  add(task: TakenTask, stream?: string): void {
    this.#taken.push({ ...task, stream })
    const nowMs = this.#clock.nowMs()
    if (nowMs - this.#accountedMs < ACCOUNTED.everyMs) return
    this.#accountedMs = nowMs
    this.#account(({ told, takenMs }) => told !== undefined && nowMs - takenMs > ACCOUNTED.afterMs)
  }

  /**
   * Looks at those again that did not end in time: what then still makes no headway is lost. What does is late, and what became of it is not known.
   *
   * @param look looks at a task once
   */
  async settle(look: (id: string) => Promise<Look>): Promise<void> {
    const lost = await this.#lookAgain(look)
    this.#account(() => true, lost)
  }

  /** @returns what was counted: each task once */
  measurement(window: Measurement['window'], doubts: Measurement['doubts']): Measurement {
    const identity = { metric: 'tasks.delivery', unit: 'count', labels: {} } as const
    return { ...identity, window, data: this.#tally.toData(), doubts }
  }

  /** Counts those tasks, and keeps no more of them than the others' order needs. */
  #account(isDue: (task: Taken) => boolean, lost: ReadonlyMap<Taken, string> = new Map()): void {
    const late = disordered([...this.#last.values(), ...this.#taken])
    const { due = [], left = [] } = Object.groupBy(this.#taken, task => (isDue(task) ? 'due' : 'left'))
    for (const task of due) {
      const cause = lost.get(task) ?? this.#causeOf(task) ?? (late.has(task) ? 'out of order' : undefined)
      if (cause !== undefined) this.#tally.bad(cause, task.takenMs, 1, task.id)
      else if (task.told) this.#tally.good(task.takenMs)
      this.#keepLast(task)
    }
    this.#taken = left
  }

  #causeOf({ id, told }: Taken): string | undefined {
    if (this.#twice.has(id)) return 'duplicated: its end was told twice'
    if (!told) return undefined
    if ((told.effects ?? 0) > 1) return 'duplicated: it had its effect more than once'
    // A task that has failed has no effect.
    return isWithoutEffect(told, this.#done) ? `lost: ${NO_EFFECT}` : undefined
  }

  #keepLast(task: Taken): void {
    const order = task.told?.order
    if (task.stream === undefined || order === undefined) return
    if (order > (this.#last.get(task.stream)?.told?.order ?? Number.NEGATIVE_INFINITY))
      this.#last.set(task.stream, task)
  }

  async #lookAgain(look: (id: string) => Promise<Look>): Promise<ReadonlyMap<Taken, string>> {
    const lost = new Map<Taken, string>()
    let open = this.#taken.filter(({ told }) => !told)
    const startMs = this.#clock.nowMs()
    let lastEndMs = startMs
    while (open.length > 0) {
      const still: Taken[] = []
      const lookAt = async (task: Taken): Promise<void> => {
        const found = await look(task.id)
        if (found.kind === 'under-way') {
          still.push(task)
          lost.set(task, `lost: still "${found.state}" when no other was done any more`)
          return
        }
        lastEndMs = this.#clock.nowMs()
        lost.delete(task)
        if (found.told) task.told = found.told
        else if (found.outcome.fault?.kind === 'answer') lost.set(task, `lost: ${found.outcome.fault.cause}`)
      }
      // Answers that take long, and of many, must not hold up the end.
      while (open.length > 0 && this.#clock.nowMs() - startMs < SETTLE.withinMs)
        await Promise.all(open.splice(0, SETTLE.atOnce).map(lookAt))
      open = [...still, ...open]
      const nowMs = this.#clock.nowMs()
      if (open.length === 0 || nowMs - lastEndMs >= SETTLE.quietMs) return lost
      if (nowMs - startMs >= SETTLE.withinMs) break
      await delay(SETTLE.everyMs)
    }
    for (const task of open) lost.delete(task)
    return lost
  }
}

/**
 * @returns those that were done before one of their stream that had been taken before they were asked for. Two that were under way to the target at the same time
 * have no order.
 */
function disordered(tasks: readonly Taken[]): Set<Taken> {
  const found = new Set<Taken>()
  for (const [stream, some] of Map.groupBy(tasks, one => one.stream)) {
    if (stream === undefined) continue
    const done = some.flatMap(task =>
      task.told?.order === undefined ? [] : [{ task, order: task.told.order }],
    )
    // From the one that was done last: when the earliest of those after it was taken.
    let earliestMs = Number.POSITIVE_INFINITY
    for (const { task } of done.toSorted((a, b) => b.order - a.order)) {
      if (earliestMs < task.sentMs) found.add(task)
      earliestMs = Math.min(earliestMs, task.takenMs)
    }
  }
  return found
}
