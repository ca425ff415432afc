import type { Clock } from '../clock.ts'
import { GivingUp } from '../loops/giving-up.ts'
import type { SenderOptions } from '../http/sender.ts'
import { withMeans } from '../http/with-means.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import type { Samples } from '../measure/samples.ts'
import type { Tally } from '../measure/tally.ts'
import { FleetClient } from './fleet-client.ts'
import { AT_ONCE } from './fleet-requests.ts'
import type { FleetRequests } from './fleet-requests.ts'
import { PoolWatch } from './pool-watch.ts'
import { Releases } from './releases.ts'
import { Spawning } from './spawning.ts'

/** A pool that follows its load. Serialisable. */
export interface AutoscaleOptions extends SenderOptions {
  requests: FleetRequests
  /** How often the load comes and goes. Default 3. */
  rounds?: number
  /** How long a change is waited for, ms, and of one host fewer as much longer as its cool-down is. Default 32 000: beyond the limit. */
  withinMs?: number
  /** For how much longer than a cool-down the pool is to stay as it is under the same load, ms. Default 1000. */
  settleMs?: number
}

const UP = { metric: 'fleet.autoscale.up', unit: 'ms', labels: {} } as const
const DOWN = { metric: 'fleet.autoscale.down', unit: 'ms', labels: {} } as const
const REVERSALS = { metric: 'fleet.autoscale.reversals', unit: 'count', labels: {} } as const

/** So many changes that did not come are enough. */
const IN_VAIN = 2

/**
 * Brings up as many agents as the target says bring one host more, waits until one more serves, watches whether it stays for a cool-down under that
 * load, lets the agents go, and waits until as many hosts serve as before; several times. Where a change does not come in time, that is a lower bound.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @param signal ends it early: agents that it began are let go. Default: it goes on to its end.
 * @returns `fleet.autoscale.up` and `.down` (from the moment the load was due to come, or to go), `fleet.autoscale.reversals`, the course of the pool, and
 * the generator's own health, and `fleet.cleanup` where an agent could not be let go; nothing where the target does not say what brings a host more
 */
export async function measureAutoscale(
  options: AutoscaleOptions,
  clock: Clock,
  recording = new Recording(),
  signal?: AbortSignal,
): Promise<Measurement[]> {
  const { requests, rounds = 3 } = options
  const { release, pool } = requests
  if (!release || !pool?.autoscale) return []
  const load = { agents: pool.autoscale.agents, coolDownMs: pool.coolDownMs ?? 0 }
  return withMeans('fleet', options, { clock, recording }, async ({ asker }) => {
    const client = new FleetClient(requests, asker, clock, signal)
    const changes = new Changes({ ...options, ...load }, client, clock, recording)
    try {
      await changes.begin()
      for (let round = 0; round < rounds && changes.goOn; round++) await changes.round()
    } finally {
      await changes.end()
    }
    return (window, doubts) => changes.measurements(window, [...doubts])
  })
}

/** What comes of a pool whose load comes and goes. */
class Changes {
  readonly #clock: Clock
  readonly #watch: PoolWatch
  readonly #up: Samples
  readonly #down: Samples
  readonly #reversals: Tally
  readonly #releases: Releases
  /** Keeps the pool there while the load comes and goes. */
  readonly #first: Spawning
  readonly #load: Spawning
  readonly #agents: number
  readonly #atOnce: number
  readonly #coolDownMs: number
  readonly #withinMs: number
  readonly #settleMs: number
  /** Hosts that serve without load. */
  #usual: number | undefined
  #inVain = 0
  #absence: string | undefined

  constructor(
    options: AutoscaleOptions & { agents: number; coolDownMs: number },
    client: FleetClient,
    clock: Clock,
    recording: Recording,
  ) {
    const { agents, coolDownMs, withinMs = 32_000, settleMs = 1000, requests } = options
    this.#clock = clock
    this.#watch = new PoolWatch(client, clock, recording)
    this.#up = recording.samples(UP)
    this.#down = recording.samples(DOWN)
    this.#reversals = recording.tally(REVERSALS)
    this.#releases = new Releases(clock, recording)
    this.#first = new Spawning({ client, clock, givingUp: new GivingUp(clock) })
    this.#load = new Spawning({ client, clock, givingUp: new GivingUp(clock) })
    this.#agents = agents
    this.#atOnce = requests.spawn.atOnce ?? AT_ONCE
    this.#coolDownMs = coolDownMs
    this.#withinMs = withinMs
    this.#settleMs = settleMs
  }

  /** Whether another round can tell anything. */
  get goOn(): boolean {
    return this.#inVain < IN_VAIN && this.#absence === undefined
  }

  /** Has a pool there without load, as it is when nothing changes any more. */
  async begin(): Promise<void> {
    await this.#first.batch(1, this.#clock.nowMs(), () => {})
    await this.#watch.steady(this.#coolDownMs + this.#settleMs)
    this.#watch.takeReversals()
    this.#usual = this.#watch.serving
  }

  /** Has the load come and go. */
  async round(): Promise<void> {
    const usual = this.#usual
    if (usual === undefined) {
      this.#absence = this.#watch.untold
      return
    }
    const loadMs = this.#clock.nowMs()
    const loading = this.#load.all(this.#agents, this.#atOnce, loadMs, ({ fault }) => {
      if (fault) this.#absence ??= `The pool was not under its load: ${fault.cause}.`
    })
    // One that has stayed all along does not come.
    const hasStayed = (this.#watch.serving ?? 0) > usual
    const upMs = await this.#watch.until(serving => serving > usual, this.#withinMs, 'up')
    await loading
    if (this.#absence !== undefined) return
    if (!hasStayed) this.#add(this.#up, loadMs, upMs, this.#withinMs)
    await this.#watch.until(() => false, this.#coolDownMs + this.#settleMs, 'up')
    this.#note()
    const freeMs = this.#clock.nowMs()
    this.#releases.note(await this.#load.letGo())
    // Nothing goes that did not come.
    if (upMs === undefined) return
    const mostMs = this.#withinMs + this.#coolDownMs
    const downMs = await this.#watch.until(serving => serving <= usual, mostMs, 'down')
    this.#add(this.#down, freeMs, downMs, mostMs)
    this.#note()
  }

  /** Lets all go that it began. */
  async end(): Promise<void> {
    for (const own of [this.#load, this.#first]) this.#releases.note(await own.letGo())
  }

  measurements(window: Measurement['window'], doubts: Measurement['doubts']): Measurement[] {
    const why = this.#absence === undefined ? {} : { absence: this.#absence }
    return [
      { ...UP, window, data: this.#up.toData(), doubts, ...why },
      { ...DOWN, window, data: this.#down.toData(), doubts, ...why },
      { ...REVERSALS, window, data: this.#reversals.toData(), doubts: [], ...why },
      ...this.#watch.measurements(window),
      ...this.#releases.measurements(window),
    ]
  }

  #add(samples: Samples, fromMs: number, atMs: number | undefined, mostMs: number): void {
    if (atMs !== undefined) {
      samples.add(atMs - fromMs, fromMs)
      return
    }
    // A change that nobody told may have come.
    this.#absence ??= this.#watch.untold
    if (this.#absence !== undefined) return
    samples.addCensored(mostMs, fromMs)
    this.#inVain++
  }

  #note(): void {
    const atMs = this.#clock.nowMs()
    const counted = this.#watch.takeReversals()
    if (counted.length === 0) this.#reversals.good(atMs)
    for (const [cause, times] of counted) this.#reversals.bad(cause, atMs, times)
  }
}
