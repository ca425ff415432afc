import type { Clock } from '../clock.ts'
import type { Outcome } from '../loops/operation.ts'
import { LeaderWatch } from './leader-watch.ts'
import type { Swarm, SwarmClient } from './swarm-client.ts'

/** So many are created, and removed, at once. */
const AT_ONCE = 10

/** A swarm is to have elected its first leader so long after it was created, in leases. */
const FIRST_LEADER_LEASES = 10

/** What is told of each swarm that was asked for: how its creation ended, until it had a leader; and where it did, the swarm. */
type OnCreated = (outcome: Outcome) => void

/** The swarms of a workload. */
export class SwarmSet {
  readonly #client: SwarmClient
  readonly #clock: Clock
  readonly #signal: AbortSignal | undefined
  readonly #all: Swarm[] = []
  /** Those that have all their members, and a leader. */
  readonly ready: Swarm[] = []
  #cause: string | undefined

  /** Creates none yet. @param signal from when on none is created, nor waited for. Default: never */
  constructor(client: SwarmClient, clock: Clock, signal?: AbortSignal) {
    this.#signal = signal
    this.#client = client
    this.#clock = clock
  }

  /** Why there is none that is ready; `undefined` where there is. A sentence. */
  get absence(): string | undefined {
    return this.ready.length > 0
      ? undefined
      : `No swarm could be created: ${this.#cause ?? 'none was asked for'}.`
  }

  /** Creates swarms, and waits until each has elected a leader. */
  async create(swarms: number, members: number, onCreated: OnCreated = () => {}): Promise<void> {
    const made: { swarm: Swarm; outcome: Outcome }[] = []
    const fail = (outcome: Outcome): void => {
      this.#cause ??= outcome.fault?.cause
      onCreated(outcome)
    }
    await atOnce(swarms, async () => {
      if (this.#signal?.aborted) return
      const { outcome, swarm } = await this.#client.create(members)
      if (swarm) this.#all.push(swarm)
      if (outcome.fault || !swarm) fail(outcome)
      else made.push({ swarm, outcome })
    })
    const watch = new LeaderWatch(
      made.map(({ swarm }) => swarm),
      this.#client,
      this.#clock,
      this.#signal,
    )
    const untilMs = this.#clock.nowMs() + FIRST_LEADER_LEASES * this.#client.requests.leader.leaseMs
    await Promise.all(
      made.map(async ({ swarm, outcome }) => {
        const seen = await watch.until(swarm, () => true, untilMs)
        const cause = watch.cause === undefined ? 'no leader' : `no leader: ${watch.cause}`
        if (!seen) fail({ ...outcome, fault: { kind: 'answer', cause, example: swarm.id } })
        else {
          this.ready.push(swarm)
          onCreated({ ...outcome, endMs: seen.atMs })
        }
      }),
    )
    await watch.stop()
  }

  /** Removes all. */
  async remove(): Promise<void> {
    const all = this.#all.splice(0)
    await atOnce(all.length, async index => {
      const swarm = all[index]
      if (swarm) await this.#client.remove(swarm)
    })
  }
}

/** Does the same so many times, ten at once. */
export async function atOnce(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}
