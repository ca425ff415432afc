import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import { Asker } from '../http/asker.ts'
import { Sender } from '../http/sender.ts'
import type { SenderOptions } from '../http/sender.ts'
import { GivingUp } from '../loops/giving-up.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import type { Samples } from '../measure/samples.ts'
import type { Tally } from '../measure/tally.ts'
import type { ResourceReading } from '../resources/resource-source.ts'
import { FleetClient } from './fleet-client.ts'
import { AT_ONCE, GONE_WITHIN_MS } from './fleet-requests.ts'
import type { FleetRequests } from './fleet-requests.ts'
import { CLEANUP, noteFaults } from './releases.ts'
import { Spawning } from './spawning.ts'

/** What the target's processes hold at a time: bytes of resident memory, open sockets; and why one of them is not told. */
export type Held = Pick<ResourceReading, 'memory' | 'sockets' | 'untold'>

/** Agents that come and go, and how it is read what they leave behind. */
export interface RemainsOptions extends SenderOptions {
  requests: FleetRequests
  /** Agents of a round, at most: fewer where as many bring one host more. Default 200. */
  agents?: number
  /** Rounds that count, after one that does not. Default 3. */
  rounds?: number
  /** For how long what is left may still go after each, ms, and as much longer as a host's cool-down is. Default as long as agents may. */
  withinMs?: number
  /** @throws Error with a sentence when nothing can be read any more */
  read: () => Promise<Held>
}

const MEMORY = { metric: 'fleet.cleanup.memory', unit: 'times', labels: {} } as const

/** How often it is read while what is left may still go, ms; and for how long after the round that does not count, ms. */
const SETTLE = { everyMs: 250, firstMs: 1000 }

/** Memory within so much of before is as before: readings of a target at rest differ by a few percent. */
const SAME = 1.05

/** Sockets that others may have opened meanwhile: so many, or so many for each agent. */
const OTHERS = { least: 5, perAgent: 0.05 }

const NOT_TOLD =
  'Nothing tells the memory of the target: neither a process that the run started nor "resources".'
const TOLD_NONE = 'The target told 0 bytes of memory before agents came, of which there is no multiple.'

/**
 * Brings agents up and lets them go, in rounds, and reads what the target's processes hold after each beside what they held before it. The first round
 * brings up what belongs to no agent (compiled code, connections to services) and does not count. Its own connections are closed before each reading.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @param signal ends it early: agents that it began are let go. Default: it goes on to its end.
 * @returns `fleet.cleanup.memory` (the least of memory in the time that it has to go, as a multiple of that before the round), with a sentence of what
 * was in the way where it ended early; `fleet.cleanup` with a bad event for each socket more that is open after a round (fewer than 5, or one for 20 agents, are
 * not told from those of others), and one for each agent that was not let go well: that no socket stayed says nothing of agents and hosts, which make a good
 * one; nothing where agents can't be let go
 */
export async function measureRemains(
  options: RemainsOptions,
  clock: Clock,
  recording = new Recording(),
  signal?: AbortSignal,
): Promise<Measurement[]> {
  const { requests, rounds = 3 } = options
  if (!requests.release) return []
  const startMs = clock.nowMs()
  const remains = new Remains(options, clock, recording, signal)
  for (let round = 0; round <= rounds && remains.goOn; round++) await remains.round()
  return remains.measurements({ startMs, endMs: clock.nowMs() })
}

class Remains {
  readonly #options: RemainsOptions
  readonly #clock: Clock
  readonly #signal: AbortSignal | undefined
  readonly #agents: number
  readonly #memory: Samples
  readonly #cleanup: Tally
  #before: Held | undefined
  #absence: string | undefined

  constructor(options: RemainsOptions, clock: Clock, recording: Recording, signal: AbortSignal | undefined) {
    this.#signal = signal
    this.#options = options
    this.#clock = clock
    this.#agents = agentsOf(options)
    this.#memory = recording.samples(MEMORY)
    this.#cleanup = recording.tally(CLEANUP)
  }

  get goOn(): boolean {
    return this.#absence === undefined
  }

  /** Has agents come and go, and notes what they left, unless it is the first. */
  async round(): Promise<void> {
    try {
      await this.#comeAndGo()
      if (this.#absence !== undefined) return
      const before = this.#before
      const after = await this.#settled(before)
      if (before) this.#note(before, after)
      this.#before = after
    } catch (error) {
      this.#signal?.throwIfAborted()
      this.#absence = error instanceof Error ? error.message : String(error)
    }
  }

  measurements(window: Measurement['window']): Measurement[] {
    const why = this.#absence === undefined ? {} : { absence: this.#absence }
    const counted = this.#cleanup.toData()
    return [
      { ...MEMORY, window, data: this.#memory.toData(), doubts: [], ...why },
      ...(counted.total > 0 ? [{ ...CLEANUP, window, data: counted, doubts: [] }] : []),
    ]
  }

  async #comeAndGo(): Promise<void> {
    const { requests, headers = {} } = this.#options
    const sender = new Sender({ ...this.#options, resends: false }, this.#clock)
    const client = new FleetClient(requests, new Asker(sender, headers), this.#clock, this.#signal)
    const spawning = new Spawning({ client, clock: this.#clock, givingUp: new GivingUp(this.#clock) })
    const { atOnce = AT_ONCE } = requests.spawn
    try {
      await spawning.all(this.#agents, atOnce, this.#clock.nowMs(), ({ fault }) => {
        if (fault)
          this.#absence ??= `What ${this.#agents} agents leave behind can't be read, as they did not come up: ${fault.cause}.`
      })
    } finally {
      noteFaults(this.#cleanup, await spawning.letGo(), this.#clock)
      sender.stop()
    }
  }

  /** @returns the least that is held until all has gone that was not there before, or the time is over */
  async #settled(before: Held | undefined): Promise<Held> {
    const { read, requests } = this.#options
    const { withinMs = requests.pool?.goneWithinMs ?? GONE_WITHIN_MS } = this.#options
    const mostMs = before ? withinMs + (requests.pool?.coolDownMs ?? 0) : Math.min(withinMs, SETTLE.firstMs)
    const untilMs = this.#clock.nowMs() + mostMs
    let least = await read()
    while (!this.#isBack(before, least) && this.#clock.nowMs() < untilMs) {
      await delay(SETTLE.everyMs)
      const held = await read()
      least = { ...held, ...leastOf('memory', least, held), ...leastOf('sockets', least, held) }
    }
    return least
  }

  #isBack(before: Held | undefined, after: Held): boolean {
    if (!before) return false
    const { memory: were } = before
    const isSame = were === undefined || after.memory === undefined || after.memory <= were * SAME
    return isSame && (this.#socketsLeft(before, after) ?? 0) === 0
  }

  #note(before: Held, after: Held): void {
    const atMs = this.#clock.nowMs()
    if (before.memory === undefined || after.memory === undefined)
      this.#absence = after.untold?.memory ?? NOT_TOLD
    else if (before.memory === 0) this.#absence = TOLD_NONE
    else this.#memory.add(after.memory / before.memory, atMs)
    const left = this.#socketsLeft(before, after) ?? 0
    if (left > 0) this.#cleanup.bad('sockets left open', atMs, left)
  }

  #socketsLeft({ sockets: before }: Held, { sockets: after }: Held): number | undefined {
    if (before === undefined || after === undefined) return undefined
    const more = after - before
    return more < Math.max(OTHERS.least, this.#agents * OTHERS.perAgent) ? 0 : more
  }
}

/** @returns as many as are asked for, but fewer than bring one host more: that comes and goes by itself, and takes its memory with it */
const agentsOf = ({ agents = 200, requests: { pool } }: RemainsOptions): number =>
  Math.max(1, Math.min(agents, (pool?.autoscale?.agents ?? Number.POSITIVE_INFINITY) - 1))

function leastOf(figure: 'memory' | 'sockets', a: Held, b: Held): Held {
  const told = [a[figure], b[figure]].filter(value => value !== undefined)
  return told.length === 0 ? {} : { [figure]: Math.min(...told) }
}
