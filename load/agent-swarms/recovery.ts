import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import type { SenderOptions } from '../http/sender.ts'
import { withMeans } from '../http/with-means.ts'
import type { Doubt, Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { SwarmClient } from './swarm-client.ts'
import type { Loaded, Swarm } from './swarm-client.ts'
import { atOnce, SwarmSet } from './swarm-set.ts'
import type { SwarmsRequests } from './swarms-requests.ts'

/** Swarms whose states are to outlive what keeps them. */
export interface RecoveryOptions extends SenderOptions {
  requests: SwarmsRequests
  swarms: number
  /** Of each swarm. */
  members: number
  /** For how long states are saved again and again before the outage, ms. */
  savingMs: number
  /** Kills what keeps the states, and starts it again. @returns whether it was seen to be gone. Where nobody saw it, that a state could not be read meanwhile shows it. */
  outage: () => Promise<boolean>
}

/** For so long after it was started again states may not be readable, ms. */
const BACK_MS = 30_000

/** What can't be read yet is tried again after so long, and a state is read so often while the outage lasts, ms. */
const RETRY_MS = 100

/** What was saved of a swarm: confirmed values, each with when it was. */
type Saved = Map<string, number>

/**
 * Has the states of swarms saved again and again, kills and starts what keeps them, and reads each as soon as it can be read: is it the one that was confirmed last?
 * One that was under way when the outage began, of which nothing was told, may be there in its place.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @param signal ends it early: its swarms are removed. Default: it goes on to its end.
 * @returns `swarms.recovered` and `swarms.recovered.age`; and the generator's own health
 */
export async function measureRecovery(
  options: RecoveryOptions,
  clock: Clock,
  recording = new Recording(),
  signal?: AbortSignal,
): Promise<Measurement[]> {
  const { requests, swarms, members, savingMs, outage } = options
  const { state } = requests
  if (!state) return []
  return withMeans('swarms', options, { clock, recording }, async ({ asker, startMs }) => {
    const client = new SwarmClient(requests, asker, clock)
    const set = new SwarmSet(client, clock, signal)
    const recovered = recording.tally({ metric: 'swarms.recovered', unit: 'count', labels: {} })
    const age = recording.samples({ metric: 'swarms.recovered.age', unit: 'ms', labels: {} })
    try {
      await set.create(swarms, members)
      const states = new Map(set.ready.map(swarm => [swarm, new States(swarm, state, client, clock)]))
      const untilMs = clock.nowMs() + savingMs
      let save = 0
      const all = [...states.values()]
      while (clock.nowMs() < untilMs && all.length > 0) {
        if (signal?.aborted) break
        save++
        await atOnce(all.length, async index => all[index]?.save(save))
      }
      const isSeen = all.length > 0 && (await seen(outage, () => all[0]?.isReadable()))
      const backMs = clock.nowMs() + BACK_MS
      await atOnce(all.length, async index => {
        const found = await all[index]?.find(backMs)
        if (!found) return
        if (found.kind === 'back') recovered.good(startMs)
        else recovered.bad(found.cause, startMs, 1, found.example)
        if (found.ageMs !== undefined) age.add(found.ageMs, startMs)
      })
      const unseen: Doubt[] = isSeen ? [] : [{ kind: 'fault-not-seen', wanted: 1, seen: 0, of: 'services' }]
      return window => {
        const { absence } = set
        const whole = { labels: {}, window, doubts: unseen, ...(absence === undefined ? {} : { absence }) }
        return [
          { ...whole, metric: 'swarms.recovered', unit: 'count', data: recovered.toData() },
          { ...whole, metric: 'swarms.recovered.age', unit: 'ms', data: age.toData() },
        ]
      }
    } finally {
      await set.remove()
    }
  })
}

/** @returns whether an outage was seen, or a state could not be read in it */
async function seen(
  outage: () => Promise<boolean>,
  isReadable: () => Promise<boolean> | undefined,
): Promise<boolean> {
  const over = new AbortController()
  const looking = (async () => {
    while (!over.signal.aborted) {
      if ((await isReadable()) === false) return true
      await delay(RETRY_MS)
    }
    return false
  })()
  try {
    const isSeen = await outage()
    over.abort()
    // What was asked in it may be answered after it.
    return (await looking) || isSeen
  } finally {
    over.abort()
  }
}

/** What was found of a state. */
type Found =
  | { kind: 'back'; ageMs: number }
  | { kind: 'lost'; cause: string; example: string; ageMs?: number }

/** What is saved of a swarm's state, and found again. */
class States {
  readonly #swarm: Swarm
  readonly #requests: NonNullable<SwarmsRequests['state']>
  readonly #client: SwarmClient
  readonly #clock: Clock
  readonly #saved: Saved = new Map()
  #last: { value: string; atMs: number } | undefined
  /** Of which nothing was told since the last one was confirmed. */
  readonly #untold = new Set<string>()

  constructor(
    swarm: Swarm,
    requests: NonNullable<SwarmsRequests['state']>,
    client: SwarmClient,
    clock: Clock,
  ) {
    this.#swarm = swarm
    this.#requests = requests
    this.#client = client
    this.#clock = clock
  }

  async save(number: number): Promise<void> {
    const value = `${this.#swarm.id} ${number}`
    const { fault, endMs } = await this.#client.save(this.#requests.save, this.#swarm, value)
    if (fault) {
      this.#untold.add(value)
      return
    }
    this.#untold.clear()
    this.#last = { value, atMs: endMs }
    this.#saved.set(value, endMs)
  }

  /** @returns whether the state is told, or that there is none */
  async isReadable(): Promise<boolean> {
    return (await this.#client.load(this.#requests, this.#swarm)).fault === undefined
  }

  /** @returns `undefined` where nothing was saved */
  async find(untilMs: number): Promise<Found | undefined> {
    const last = this.#last
    if (!last) return undefined
    const loaded = await this.#load(untilMs)
    if (loaded.fault) return { kind: 'lost', cause: 'not readable', example: loaded.fault.cause }
    const { value } = loaded
    if (value === undefined) return { kind: 'lost', cause: 'gone', example: this.#swarm.id }
    if (value === last.value || this.#untold.has(value)) return { kind: 'back', ageMs: 0 }
    const savedMs = this.#saved.get(value)
    if (savedMs === undefined) return { kind: 'lost', cause: 'never saved', example: value }
    return { kind: 'lost', cause: 'older', example: this.#swarm.id, ageMs: last.atMs - savedMs }
  }

  async #load(untilMs: number): Promise<Loaded> {
    for (;;) {
      const loaded = await this.#client.load(this.#requests, this.#swarm)
      if (!loaded.fault || this.#clock.nowMs() > untilMs) return loaded
      await delay(RETRY_MS)
    }
  }
}
