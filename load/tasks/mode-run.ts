import { randomUUID } from 'node:crypto'
import type { OperationStream } from '../loops/open-loop.ts'
import { OperationRecord } from '../loops/operation-record.ts'
import type { Outcome } from '../loops/operation.ts'
import type { Doubt, Measurement } from '../measure/measurement.ts'
import type { Recording } from '../measure/recording.ts'
import type { Delivery } from './delivery.ts'
import { DoneRate } from '../loops/done-rate.ts'
import type { TaskClient } from './task-client.ts'
import type { TaskMode, TaskRequests } from './task-requests.ts'

/** How many agents of a mode there are, and how many tasks they are given a second. */
export interface ModeLoad {
  agents: number
  perSecond: number
}

/** What the modes of a run share. */
export interface ModeMeans {
  requests: TaskRequests
  client: TaskClient
  recording: Recording
  delivery: Delivery
  /** When the first task is due, epoch ms; and for how long some are. */
  startMs: number
  durationMs: number
  /** When a task counts as timed out, ms from when it is due. */
  timeoutMs: number
  /** How much later than it is asked for a scheduled task is due, ms. */
  afterMs: number
  /** Counts what is done in all modes. */
  all: DoneRate
}

/** Tasks of one mode, at intended times. */
export class ModeRun {
  readonly #mode: TaskMode
  readonly #load: ModeLoad
  readonly #means: ModeMeans
  readonly #record: OperationRecord
  readonly #rate: DoneRate

  /** Asks for none yet. */
  constructor(mode: TaskMode, load: ModeLoad, means: ModeMeans) {
    this.#mode = mode
    this.#load = load
    this.#means = means
    const { startMs, durationMs, timeoutMs, recording } = means
    const kept = { metric: 'tasks', labels: { mode }, timeoutMs, startMs, tellsUntimed: true }
    this.#record = new OperationRecord(kept, recording)
    this.#rate = new DoneRate(startMs, durationMs)
  }

  /** Counts what went wrong with its agents: when they were asked for, or let go. */
  note(cause: string): void {
    this.#record.errors.bad(cause, this.#means.startMs)
  }

  /** What a loop drives. */
  get stream(): OperationStream {
    const { durationMs } = this.#means
    const arrivals = { kind: 'constant', perSecond: this.#load.perSecond, durationMs } as const
    return { operation: (index, intendedMs) => this.#do(index, intendedMs), arrivals, record: this.#record }
  }

  /** @returns what became of its tasks */
  measurements(window: Measurement['window'], health: readonly Doubt[]): Measurement[] {
    const measured = this.#record.measurements(window, health)
    const doubts = measured[0]?.doubts ?? []
    return [
      ...measured,
      this.#rate.measurement({ metric: 'tasks.done', labels: { mode: this.#mode } }, window, doubts),
    ]
  }

  async #do(index: number, intendedMs: number): Promise<Outcome> {
    const { requests, client, delivery, all } = this.#means
    const submit = requests.modes[this.#mode]?.submit
    if (!submit) throw new TypeError(`The target has no tasks of the mode ${this.#mode}.`)
    const stream = `${this.#means.startMs}-${index % this.#load.agents}`
    const number = Math.floor(index / this.#load.agents)
    const afterMs = this.#mode === 'scheduled' ? this.#means.afterMs : 0
    const variables = { key: randomUUID(), stream, number: String(number), afterMs: String(afterMs) }
    const { outcome, task } = await client.do(submit, variables, intendedMs, afterMs)
    if (task) delivery.add(task, this.#mode === 'continuous' ? stream : undefined)
    for (const rate of [this.#rate, all]) {
      rate.began(intendedMs, outcome.startMs)
      if (!outcome.fault) rate.add(outcome.endMs)
    }
    if (outcome.fault) return outcome
    return this.#mode === 'scheduled' ? beyondItsTime(outcome, afterMs) : outcome
  }
}

/** Its wait is no part of its time; and it must not be done before that is over, counted from the moment at which it was asked for. */
function beyondItsTime(outcome: Outcome, afterMs: number): Outcome {
  const endMs = outcome.endMs - afterMs
  if (endMs >= outcome.startMs) return { ...outcome, endMs }
  const early = `${Math.round(outcome.startMs - endMs)} ms before it was due`
  return { ...outcome, fault: { kind: 'answer', cause: 'done before its time', example: early } }
}
