import type { TermCounts } from '../account/terms.ts'
import type { Clock } from '../clock.ts'
import type { SenderOptions } from '../http/sender.ts'
import { withMeans } from '../http/with-means.ts'
import type { Doubt, Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import type { Tally } from '../measure/tally.ts'
import type { BlockHistogram } from '../measure/histogram.ts'
import { LeaderWatch } from './leader-watch.ts'
import { SwarmClient } from './swarm-client.ts'
import type { Leader, Swarm } from './swarm-client.ts'
import { SwarmSet } from './swarm-set.ts'
import type { SwarmsRequests } from './swarms-requests.ts'

/** Swarms whose leaders are lost. Serialisable. */
export interface ElectionsOptions extends SenderOptions {
  requests: SwarmsRequests
  swarms: number
  /** Of each swarm: more than the leaders that it loses. */
  members: number
  /** How often each swarm loses its leader in each way. */
  rounds: number
  /** For how much longer than its lease a swarm without a leader is waited for, ms. Default 10 000. */
  latestMs?: number
}

/** How leaders are lost, and for how long after the lease another is waited for, ms. */
interface Losses {
  over: 'frozen' | 'killed'
  latestMs: number
}

/**
 * Creates swarms, and has each lose its leader in each way that the target has: **frozen** for as long as it takes to elect another, and then let go on with what it
 * had begun; **killed**. Leaders act before, the frozen one acts when it goes on, and each new one acts: who may act is held against the terms.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @param signal ends it early: its swarms are removed. Default: it goes on to its end.
 * @returns of each way (label `over`: `frozen`, `killed`) `swarms.overlaps`, `swarms.election` and `swarms.election.late`; and the generator's own health
 */
export async function measureElections(
  options: ElectionsOptions,
  clock: Clock,
  recording = new Recording(),
  signal?: AbortSignal,
): Promise<Measurement[]> {
  const { requests, swarms, members, rounds, latestMs = 10_000 } = options
  return withMeans('swarms', options, { clock, recording }, async ({ asker }) => {
    const client = new SwarmClient(requests, asker, clock)
    const set = new SwarmSet(client, clock, signal)
    try {
      await set.create(swarms, members)
      const { leader } = requests
      const losses = [
        ...(leader.freeze ? (['frozen'] as const) : []),
        ...(leader.kill ? (['killed'] as const) : []),
      ]
      const runs: ((doubts: readonly Doubt[]) => Measurement[])[] = []
      for (const over of losses) {
        const elections = new Elections({ over, latestMs }, client, clock, recording)
        runs.push(await elections.run(set, rounds, signal))
      }
      return (_window, doubts) => runs.flatMap(measurements => measurements(doubts))
    } finally {
      await set.remove()
    }
  })
}

/** The elections after losses of one kind. */
class Elections {
  readonly #over: Losses['over']
  readonly #latestMs: number
  readonly #client: SwarmClient
  readonly #clock: Clock
  readonly #overlaps: Tally
  readonly #time: BlockHistogram
  readonly #late: BlockHistogram
  /** Leaders that were to be lost, and those of which it was seen. */
  readonly #lost = { wanted: 0, seen: 0 }

  constructor({ over, latestMs }: Losses, client: SwarmClient, clock: Clock, recording: Recording) {
    this.#over = over
    this.#latestMs = latestMs
    this.#client = client
    this.#clock = clock
    const labels = { over }
    this.#overlaps = recording.tally({ metric: 'swarms.overlaps', unit: 'count', labels })
    this.#time = recording.histogram({ metric: 'swarms.election', unit: 'ms', labels })
    this.#late = recording.histogram({ metric: 'swarms.election.late', unit: 'ms', labels })
  }

  /** @returns what makes the measurements once the generator's doubts are known */
  async run(
    { ready, absence }: SwarmSet,
    rounds: number,
    signal: AbortSignal | undefined,
  ): Promise<(doubts: readonly Doubt[]) => Measurement[]> {
    const startMs = this.#clock.nowMs()
    const watch = new LeaderWatch(ready, this.#client, this.#clock, signal)
    for (let round = 0; round < rounds; round++) {
      if (signal?.aborted) break
      await Promise.all(ready.map(swarm => this.#loseLeader(swarm, watch)))
    }
    for (const counts of await watch.stop()) this.#count(counts)
    const window = { startMs, endMs: this.#clock.nowMs() }
    const { wanted, seen } = this.#lost
    const unseen: Doubt[] = seen < wanted ? [{ kind: 'fault-not-seen', wanted, seen, of: 'leaders' }] : []
    const labels = { over: this.#over }
    const whole = { labels, window, ...(absence === undefined ? {} : { absence }) }
    return doubts => [
      { ...whole, ...this.#overlapsOf(watch), metric: 'swarms.overlaps', unit: 'count', doubts: unseen },
      {
        ...whole,
        metric: 'swarms.election',
        unit: 'ms',
        data: this.#time.toData(),
        doubts: [...doubts, ...unseen],
      },
      {
        ...whole,
        metric: 'swarms.election.late',
        unit: 'ms',
        data: this.#late.toData(),
        doubts: [...doubts, ...unseen],
      },
    ]
  }

  /** That none was found says nothing where acts were accepted in a term that nobody knows. */
  #overlapsOf({ termless }: LeaderWatch): Pick<Measurement, 'data' | 'absence'> {
    const data = this.#overlaps.toData()
    if (termless === 0 || data.bad > 0) return { data }
    const absence = `The answers to ${termless} acts that were accepted told no term: correct the place "swarms.leader.act.term".`
    return { data: { ...data, total: 0, blocks: [] }, absence }
  }

  async #loseLeader(swarm: Swarm, watch: LeaderWatch): Promise<void> {
    const { leaseMs } = this.#client.requests.leader
    const old = await watch.until(swarm, () => true, this.#clock.nowMs() + leaseMs + this.#latestMs)
    // It has had no leader since the last loss, which is told there.
    if (!old) return
    await watch.act(swarm, old.holder)
    const lostMs = this.#clock.nowMs()
    const proveLost = await this.#lose(swarm, old, watch)
    const isNext = ({ holder, term }: Leader): boolean => holder !== old.holder || term > old.term
    const next = await watch.until(swarm, isNext, lostMs + leaseMs + this.#latestMs)
    if (next) {
      const withoutMs = next.atMs - lostMs
      this.#time.record(withoutMs, lostMs)
      this.#late.record(Math.max(0, withoutMs - leaseMs), lostMs)
      await watch.act(swarm, next.holder)
    } else {
      this.#time.recordCensored(leaseMs + this.#latestMs, lostMs)
      this.#late.recordCensored(this.#latestMs, lostMs)
    }
    this.#lost.wanted++
    if (await proveLost()) this.#lost.seen++
  }

  /** @returns what tells, once another leads, whether the leader was lost */
  async #lose(swarm: Swarm, { holder }: Leader, watch: LeaderWatch): Promise<() => Promise<boolean>> {
    const { kill, freeze } = this.#client.requests.leader
    if (this.#over === 'killed') {
      const fault = kill && (await this.#client.change(kill, swarm, holder))
      const isAccepted = await watch.act(swarm, holder)
      return async () => !fault && isAccepted !== true
    }
    const fault = freeze && (await this.#client.change(freeze.stop, swarm, holder))
    let isHeld = true
    // Who is frozen answers when it goes on: in the term that it had.
    const held = watch.act(swarm, holder).then(() => (isHeld = false))
    return async () => {
      const wasHeld = isHeld
      if (freeze) await this.#client.change(freeze.goOn, swarm, holder)
      await Promise.all([held, watch.act(swarm, holder)])
      return !fault && (wasHeld || this.#client.requests.leader.act === undefined)
    }
  }

  #count(counts: TermCounts): void {
    const atMs = this.#clock.nowMs()
    const violations = {
      'a term with two leaders': counts.twoLeaders,
      'a term that went back': counts.termsBack,
      'an act of an old term was accepted': counts.oldTermAccepted,
    }
    const bad = Object.values(violations).reduce((sum, count) => sum + count, 0)
    this.#overlaps.good(atMs, Math.max(0, counts.terms + counts.acts - bad))
    for (const [cause, count] of Object.entries(violations))
      if (count > 0) this.#overlaps.bad(cause, atMs, count)
  }
}
