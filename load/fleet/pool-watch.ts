import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import type { Measurement } from '../measure/measurement.ts'
import type { Recording } from '../measure/recording.ts'
import type { FleetClient } from './fleet-client.ts'

/** How often the pool is asked, ms: what its time is told too long by, at most. */
const EVERY_MS = 100

const SERVING = { metric: 'fleet.pool.serving', unit: 'count', labels: {} } as const
const AGENTS = { metric: 'fleet.pool.agents', unit: 'count', labels: {} } as const

/** Where the number of hosts is to go: a step the other way is a reversal. */
export type Heading = 'up' | 'down'

/** The pool over time: how many hosts serve beside how many agents there are, and what goes against the load. */
export class PoolWatch {
  readonly #client: FleetClient
  readonly #clock: Clock
  readonly #told
  readonly #reversals = new Map<string, number>()
  #serving: number | undefined
  #died: number | undefined

  /** Asks for nothing yet. */
  constructor(client: FleetClient, clock: Clock, recording: Recording) {
    this.#client = client
    this.#clock = clock
    this.#told = { serving: recording.series(SERVING), agents: recording.series(AGENTS) }
  }

  /** How many hosts served when the pool was asked last; `undefined` where its answer does not tell. */
  get serving(): number | undefined {
    return this.#serving
  }

  /**
   * Asks until so many hosts serve as is wanted, or the time is over.
   *
   * @returns when that was, epoch ms; `undefined` when it was not, or nobody tells
   */
  async until(
    isWanted: (serving: number) => boolean,
    withinMs: number,
    heading?: Heading,
  ): Promise<number | undefined> {
    const untilMs = this.#clock.nowMs() + withinMs
    for (;;) {
      await this.#look(heading)
      if (this.#serving === undefined) return undefined
      if (isWanted(this.#serving)) return this.#clock.nowMs()
      if (this.#clock.nowMs() >= untilMs) return undefined
      await delay(EVERY_MS)
    }
  }

  /** Asks until the number of hosts that serve has been the same for so long. @returns whether it was, within five times as long */
  async steady(forMs: number): Promise<boolean> {
    const startMs = this.#clock.nowMs()
    let [last, sinceMs]: [number | undefined, number] = [undefined, startMs]
    const isSteady = (serving: number): boolean => {
      const nowMs = this.#clock.nowMs()
      if (serving !== last) [last, sinceMs] = [serving, nowMs]
      return nowMs - sinceMs >= forMs
    }
    return (await this.until(isSteady, 5 * forMs)) !== undefined
  }

  /** @returns what went against the load since this was asked last, by its cause */
  takeReversals(): [cause: string, times: number][] {
    const taken = [...this.#reversals]
    this.#reversals.clear()
    return taken
  }

  /** @returns the course of hosts and agents */
  measurements(window: Measurement['window']): Measurement[] {
    const { serving, agents } = this.#told
    return [
      { ...SERVING, window, data: serving.toData(), doubts: [] },
      { ...AGENTS, window, data: agents.toData(), doubts: [] },
    ]
  }

  /** A pool that does not answer just now leaves a gap. */
  async #look(heading: Heading | undefined): Promise<void> {
    const pool = await this.#client.pool()
    if (!pool) return
    const { agents, serving, died } = pool
    const atMs = this.#clock.nowMs()
    if (agents !== undefined) this.#told.agents.add(atMs, agents)
    if (serving !== undefined) this.#told.serving.add(atMs, serving)
    const dead = (died ?? 0) - (this.#died ?? died ?? 0)
    if (dead > 0) this.#count('a host died', dead)
    const step = (serving ?? 0) - (this.#serving ?? serving ?? 0)
    if (heading === 'up' && step + dead < 0) this.#count('fewer hosts under load', 1)
    if (heading === 'down' && step > 0 && dead === 0) this.#count('more hosts without load', 1)
    this.#serving = serving
    this.#died = died
  }

  #count(cause: string, times: number): void {
    this.#reversals.set(cause, (this.#reversals.get(cause) ?? 0) + times)
  }
}
