import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import type { Measurement } from '../measure/measurement.ts'
import type { Recording } from '../measure/recording.ts'
import type { FleetClient } from './fleet-client.ts'
import { whyUntold } from './pool.ts'

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
  #untold: string | undefined
  #died: number | undefined

  /** Asks for nothing yet. */
  constructor(client: FleetClient, clock: Clock, recording: Recording) {
    this.#client = client
    this.#clock = clock
    this.#told = { serving: recording.series(SERVING), agents: recording.series(AGENTS) }
  }

  /** How many hosts served when the pool told it last; `undefined` before it has. */
  get serving(): number | undefined {
    return this.#serving
  }

  /** Why the last answer did not tell how many hosts serve, in a sentence; `undefined` where it did. */
  get untold(): string | undefined {
    return this.#untold
  }

  /**
   * Asks until so many hosts serve as is wanted, or the time is over. An answer that does not tell is no end of it.
   *
   * @returns when that was, epoch ms; `undefined` when it was not, or nobody told
   */
  async until(
    isWanted: (serving: number) => boolean,
    withinMs: number,
    heading?: Heading,
  ): Promise<number | undefined> {
    const untilMs = this.#clock.nowMs() + withinMs
    for (;;) {
      const serving = await this.#look(heading)
      if (serving !== undefined && isWanted(serving)) return this.#clock.nowMs()
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

  /** An answer that does not tell how many hosts serve leaves a gap. @returns how many do; `undefined` where it does not tell */
  async #look(heading: Heading | undefined): Promise<number | undefined> {
    const pool = await this.#client.pool()
    if (!pool) return undefined
    const { agents, serving, died } = pool
    const atMs = this.#clock.nowMs()
    if (agents !== undefined) this.#told.agents.add(atMs, agents)
    this.#untold = serving === undefined ? whyUntold(pool, 'hosts') : undefined
    if (serving === undefined) return undefined
    this.#told.serving.add(atMs, serving)
    const dead = (died ?? 0) - (this.#died ?? died ?? 0)
    if (dead > 0) this.#count('a host died', dead)
    const step = serving - (this.#serving ?? serving)
    if (heading === 'up' && step + dead < 0) this.#count('fewer hosts under load', 1)
    if (heading === 'down' && step > 0 && dead === 0) this.#count('more hosts without load', 1)
    this.#serving = serving
    this.#died = died ?? this.#died
    return serving
  }

  #count(cause: string, times: number): void {
    this.#reversals.set(cause, (this.#reversals.get(cause) ?? 0) + times)
  }
}
