import { arrivals } from '../arrivals.ts'
import type { Clock } from '../clock.ts'
import type { GivingUp } from '../loops/giving-up.ts'
import type { OperationRecord } from '../loops/operation-record.ts'
import type { Fault, Outcome } from '../loops/operation.ts'
import type { GeneratorHealth } from '../measure/health/generator-health.ts'
import { runSchedule } from '../schedule.ts'
import { faulty } from '../http/asker.ts'
import type { FleetClient } from './fleet-client.ts'

/** What spawning needs. */
export interface SpawningMeans {
  client: FleetClient
  clock: Clock
  givingUp: GivingUp
}

/** Agents that are asked for, so many at once, and how far apart. */
export interface Batches {
  agents: number
  atOnce: number
  everyMs: number
}

/** Brings up agents and notes what becomes of each: each id counts once. */
export class Spawning {
  readonly #means: SpawningMeans
  readonly #seen = new Set<string>()
  readonly #begun = new Set<string>()
  #up = 0

  /** Asks for nothing yet. */
  constructor(means: SpawningMeans) {
    this.#means = means
  }

  /** How many agents have answered. */
  get up(): number {
    return this.#up
  }

  /** The agents that came of it, up or not, which have not been let go. */
  get begun(): ReadonlySet<string> {
    return this.#begun
  }

  /** Lets all go that it began, and no other. @returns what was wrong with each that failed */
  async letGo(): Promise<Fault[]> {
    const going = [...this.#begun]
    this.#begun.clear()
    return this.#means.client.release(going)
  }

  /**
   * Asks for agents in batches at intended times, whatever becomes of the others (the open model). Where nothing at all is answered it ends early.
   *
   * @param record gets an outcome for each agent that was asked for, and for each that came beside them
   */
  async inBatches({ agents, atOnce, everyMs }: Batches, record: OperationRecord, health: GeneratorHealth) {
    const { clock, givingUp } = this.#means
    const durationMs = Math.ceil(agents / atOnce) * everyMs
    const underWay: Promise<void>[] = []
    const halted = new AbortController()
    const until = AbortSignal.any([givingUp.signal, halted.signal])
    const ask = (index: number, intendedMs: number): void => {
      health.began(intendedMs, clock.nowMs())
      const ended = (outcome: Outcome): void => {
        record.add(intendedMs, outcome)
        givingUp.heard(outcome)
      }
      const count = Math.min(atOnce, agents - index * atOnce)
      const batch = this.batch(count, intendedMs, ended)
      // One that is halted is told when all are over.
      batch.catch(() => halted.abort())
      underWay.push(batch)
    }
    const due = arrivals({ kind: 'burst', size: 1, everyMs, durationMs })
    try {
      await runSchedule(due, clock.nowMs(), clock, ask, until)
      const left = agents - underWay.length * atOnce
      if (left > 0 && givingUp.signal.aborted) record.giveUp(left, clock.nowMs())
    } finally {
      // Agents that are still asked for have to be known before all are let go.
      await Promise.allSettled(underWay)
    }
    await Promise.all(underWay)
  }

  /** Asks for agents, in batches that are all due at once. @param ended is told of each agent */
  async all(
    agents: number,
    atOnce: number,
    intendedMs: number,
    ended: (outcome: Outcome) => void,
  ): Promise<void> {
    const counts = Array.from({ length: Math.ceil(agents / atOnce) }, (_, batch) =>
      Math.min(atOnce, agents - batch * atOnce),
    )
    const asked = await Promise.allSettled(counts.map(count => this.batch(count, intendedMs, ended)))
    for (const one of asked) if (one.status === 'rejected') throw one.reason
  }

  /**
   * Asks for agents at once, and says something to each.
   *
   * @param ended is told of each agent: good when it has answered
   */
  async batch(count: number, intendedMs: number, ended: (outcome: Outcome) => void): Promise<void> {
    const { client } = this.#means
    const { ids, outcome } = await client.spawn(count, intendedMs)
    for (const id of ids) this.#begun.add(id)
    const told = outcome.fault ? refusedAfter(outcome, this.#seen.size) : undefined
    const places = Math.max(count, ids.length)
    await Promise.all(
      Array.from({ length: places }, async (_, place) => {
        const fault = told?.fault ?? this.#faultOf(ids[place], place < count)
        if (fault !== undefined) {
          ended(faulty(outcome, fault))
          return
        }
        const first = await client.firstMessage(ids[place] ?? '', intendedMs)
        if (first.fault === undefined) this.#up++
        ended({ ...first, startMs: outcome.startMs })
      }),
    )
  }

  /** What is wrong with an id before its agent is spoken to. */
  #faultOf(id: string | undefined, isAskedFor: boolean): Outcome['fault'] {
    if (id === undefined) return { kind: 'answer', cause: 'spawn: an id is missing', example: '' }
    if (!isAskedFor) return { kind: 'answer', cause: 'spawn: an id too many', example: id }
    if (this.#seen.has(id)) return { kind: 'answer', cause: 'spawn: an id was given twice', example: id }
    this.#seen.add(id)
    return undefined
  }
}

/** Where a platform refuses more: after how many, and in its own words. */
function refusedAfter(outcome: Outcome, given: number): Outcome {
  const { fault } = outcome
  return fault ? faulty(outcome, { ...fault, example: `after ${given} agents: ${fault.example}` }) : outcome
}
