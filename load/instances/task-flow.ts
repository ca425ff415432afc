import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { arrivals } from '../arrivals.ts'
import type { Clock } from '../clock.ts'
import { faultOfState } from '../flows/follow.ts'
import type { Answer } from '../http/asker.ts'
import { valuesAt } from '../http/places.ts'
import type { Means } from '../http/with-means.ts'
import { runSchedule } from '../schedule.ts'
import type { ScalingOptions } from './scaling-options.ts'

/** A task, and what is known of it. */
export interface Task {
  /** When it was due, epoch ms. */
  dueMs: number
  /** Who took it; `undefined` where the answer, or the target, names nobody. */
  instance: string | undefined
  /** When it was known who took it, epoch ms. */
  answeredMs?: number
  fate:
    | { kind: 'asked' }
    /** An instance has it. `last` is what was heard of it last, and `isUnderWay` whether that was a state of work that goes on. */
    | { kind: 'taken'; id: string; last: string; isUnderWay: boolean }
    | { kind: 'done' }
    /** It ended, and not well: its state says so. */
    | { kind: 'failed'; cause: string }
    /** It was taken, and nothing came of it in time. */
    | { kind: 'lost'; cause: string }
    /** It was told that it was not taken. */
    | { kind: 'refused'; cause: string }
    /** Whether it was taken was not told. */
    | { kind: 'untold'; cause: string }
}

/** A balancer says so where an instance has a request, and has not answered it. */
const UNTOLD_STATUSES = new Set([502, 504])

/** How often it is looked what became of tasks, ms. */
const LOOK_EVERY_MS = 200

/** So many tasks are looked at at once. */
const LOOKS_AT_ONCE = 20

/** Longer than any flow: it is ended by who began it, ms. */
const ENDLESS_MS = 600_000

/** Asks for tasks at a steady rate, whatever becomes of them (the open model), and keeps what became of each. */
export class TaskFlow {
  readonly #options: ScalingOptions
  readonly #means: Means
  readonly #clock: Clock
  readonly #over = new AbortController()
  readonly #answered: Task[] = []
  readonly #underWay = new Set<Promise<void>>()
  readonly #listeners = new Set<() => void>()
  #fault: unknown
  #running: Promise<void> = Promise.resolve()
  /** In the order in which they were due. */
  readonly tasks: Task[] = []

  /** Asks for none yet. */
  constructor(options: ScalingOptions, means: Means) {
    this.#options = options
    this.#means = means
    this.#clock = means.clock
  }

  /** Those of which an instance is known, in the order in which their answers came. */
  get answered(): readonly Task[] {
    return this.#answered
  }

  /** Begins to ask. @returns itself */
  begin(): this {
    const { perSecond } = this.#options
    const steady = arrivals({ kind: 'constant', perSecond, durationMs: ENDLESS_MS })
    const fire = (_index: number, dueMs: number): void => {
      const asking = this.#submit(dueMs)
        .catch((error: unknown) => void (this.#fault ??= error))
        .finally(() => {
          this.#underWay.delete(asking)
          this.#tell()
        })
      this.#underWay.add(asking)
    }
    this.#running = runSchedule(steady, this.#clock.nowMs(), this.#clock, fire, this.#over.signal)
    return this
  }

  /**
   * Waits for something to be seen in the answers.
   *
   * @returns when it was, epoch ms; `undefined` where it was not in time
   * @throws what `instanceOf` throws
   */
  async until(isSeen: () => boolean, withinMs: number): Promise<number | undefined> {
    const over = new AbortController()
    const late = delay(withinMs, 'late' as const, { signal: over.signal }).catch(() => 'late' as const)
    try {
      for (;;) {
        if (this.#fault !== undefined) throw this.#fault
        if (isSeen()) return this.#clock.nowMs()
        if ((await Promise.race([this.#next(), late])) === 'late') return undefined
      }
    } finally {
      over.abort()
    }
  }

  /** @returns the names of the instances that gave the last answers, so many of them */
  namesOfLast(answers: number): Set<string> {
    return new Set(this.#answered.slice(-answers).flatMap(({ instance }) => instance ?? []))
  }

  /** @returns how many of an instance's latest tasks are under way in it, by their state; 0 where that is not told */
  async countIn(instance: string): Promise<number> {
    const latest = this.#answered.filter(task => task.instance === instance).slice(-LOOKS_AT_ONCE)
    await Promise.all(latest.map(task => this.#look(task)))
    return latest.filter(({ fate }) => fate.kind === 'taken' && fate.isUnderWay).length
  }

  /** Asks for no more, and waits for the answers. */
  async end(): Promise<void> {
    this.#over.abort()
    await this.#running
    await Promise.all(this.#underWay)
    if (this.#fault !== undefined) throw this.#fault
  }

  /** Looks until all that were taken have ended, or their time is over: then they are lost. */
  async settle(): Promise<void> {
    const { doneWithinMs = 30_000 } = this.#options
    const untilMs = this.#clock.nowMs() + doneWithinMs
    const open = (): Task[] => this.tasks.filter(({ fate }) => fate.kind === 'taken')
    for (let left = open(); left.length > 0 && this.#clock.nowMs() < untilMs; left = open()) {
      for (let from = 0; from < left.length; from += LOOKS_AT_ONCE)
        await Promise.all(left.slice(from, from + LOOKS_AT_ONCE).map(task => this.#look(task)))
      if (open().length > 0) await delay(LOOK_EVERY_MS)
    }
    for (const task of open()) {
      const { last } = task.fate as Extract<Task['fate'], { kind: 'taken' }>
      task.fate = { kind: 'lost', cause: `not done in time: ${last}` }
    }
  }

  async #submit(dueMs: number): Promise<void> {
    const { submit, followed, actions } = this.#options
    const { asker, health } = this.#means
    const task: Task = { dueMs, instance: undefined, fate: { kind: 'asked' } }
    this.tasks.push(task)
    health.began(dueMs, this.#clock.nowMs())
    const answer = await asker.ask(submit, { key: randomUUID() }, dueMs)
    const { outcome, answered, body } = answer
    if (outcome.fault || !answered) {
      task.fate = notTaken(answer, followed !== undefined)
      return
    }
    const { status, headers } = answered
    task.instance = await actions.instanceOf({ status, headers, body })
    task.answeredMs = this.#clock.nowMs()
    const [id] = followed ? valuesAt(body, followed.id) : ['']
    if (id === undefined) task.fate = { kind: 'refused', cause: 'no id' }
    else task.fate = followed ? { kind: 'taken', id, last: '', isUnderWay: false } : { kind: 'done' }
    this.#answered.push(task)
  }

  async #look(task: Task): Promise<void> {
    const { followed } = this.#options
    if (task.fate.kind !== 'taken' || !followed) return
    const { id } = task.fate
    const { outcome, body } = await this.#means.asker.ask(followed.status, { id }, this.#clock.nowMs())
    const [state] = outcome.fault ? [] : valuesAt(body, followed.state)
    const { done, failed = [] } = followed.states
    if (state !== undefined && done.includes(state)) task.fate = { kind: 'done' }
    else if (state !== undefined && failed.includes(state))
      task.fate = { kind: 'failed', cause: `ended as "${state}"` }
    else {
      const wrong = outcome.fault?.cause ?? faultOfState(state, body, followed)?.cause
      const isUnderWay = wrong === undefined
      task.fate = { kind: 'taken', id, last: isUnderWay ? `it is "${state}"` : wrong, isUnderWay }
    }
  }

  #next(): Promise<'told'> {
    return new Promise(resolve => {
      const listener = (): void => {
        this.#listeners.delete(listener)
        resolve('told')
      }
      this.#listeners.add(listener)
    })
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

/** @param isFollowed whether a task that was taken may be done though the answer got lost; else what is not answered is not done */
function notTaken({ outcome: { fault }, status }: Answer, isFollowed: boolean): Task['fate'] {
  const cause = fault?.cause ?? 'no answer'
  const isTold = fault?.kind === 'answer' && !(status !== undefined && UNTOLD_STATUSES.has(status))
  if (isTold || fault?.kind === 'own-limit' || fault?.kind === 'unsendable') return { kind: 'refused', cause }
  return { kind: isFollowed ? 'untold' : 'lost', cause }
}
