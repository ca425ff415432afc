import { setTimeout as delay } from 'node:timers/promises'
import { systemClock } from '../clock.ts'
import { LONGEST_TIMER_MS } from '../long-timer.ts'
import { largestOf } from '../measure/extremes.ts'
import { healthDoubts } from '../measure/health/health-doubts.ts'
import type { Measurement } from '../measure/measurement.ts'
import type { AgentRange, CanarySent } from './agents.ts'
import type { Outage, Stage, StageResult } from './stage.ts'
import { limitMeasurement } from './limit-probe.ts'
import type { LimitOrder, LimitReport } from './limit-probe.ts'
import { requireRoom } from './machine-room.ts'
import { recoveryMeasurements } from './recovery-measurements.ts'
import { SendLog } from './accounts/send-log.ts'
import { connectedOf, connectMeasurements, stageLabels, stageMeasurements } from './swarm-measurements.ts'
import type { StageParts } from './swarm-measurements.ts'
import type { SwarmHosts, SwarmHost } from './swarm-hosts.ts'
import type { Renewed } from './swarm-order.ts'
import { SwarmThreads } from './swarm-threads.ts'
import type { SwarmThreadsOptions } from './swarm-threads.ts'
import type { Session } from './viewers.ts'

export interface SwarmOptions extends Omit<SwarmThreadsOptions, 'listen' | 'seed'> {
  /** Whether viewers listen as the protocol's `viewer` does, or poll as its `polling` does. Default `viewer`. */
  listen?: 'viewer' | 'polling'
  /** Seed of what is drawn by chance: the jitter of coming back, the moments of sampling. Default 1. */
  seed?: number
}

/** Agents connect at this rate a second: the storm after a deployment, yet paced. */
const CONNECTS_PER_SECOND = 1000

/** How long the last updates of a stage may take before they count as lost. */
const SETTLE_MS = 5000

/** Accounts of connections that nobody disturbs: of an outage, which cuts them on purpose, they say nothing. */
const OF_THE_UNDISTURBED = new Set(['realtime.delivery', 'realtime.received', 'realtime.held'])

/** An outage begins and ends with this long of steady load: what was before, and whether values flow again. */
const STEADY_MS = 1000

const OUTAGE_LOOKS_MS = 100

/** A fleet of agents and the viewers that watch it, as connections in worker threads, of this machine or of many. */
export class Swarm {
  readonly #options: SwarmOptions
  readonly #hosts: SwarmHosts
  #halting = new AbortController()
  readonly #ends: (() => void)[] = []

  /** @param hosts who hold its agents and viewers; nothing connects yet */
  constructor(options: SwarmOptions, hosts: SwarmHosts) {
    this.#options = options
    this.#hosts = hosts
  }

  /**
   * Starts threads of this machine; nothing connects yet.
   *
   * @throws MachineRoomError when this machine can't open as many connections
   * @throws Error when the target's module lacks the protocol that is asked for; TargetFunctionError, now or later, when a function of the target's does
   *   not return, or ends its thread
   */
  static async start(options: SwarmOptions): Promise<Swarm> {
    requireRoom(options.agents + options.viewers)
    const whole = { listen: 'viewer', seed: 1, ...options } as const
    return new Swarm(options, await SwarmThreads.start(whole, SendLog.of(options.agents)))
  }

  get #agents(): readonly SwarmHost[] {
    return this.#hosts.agents
  }

  get #viewers(): readonly SwarmHost[] {
    return this.#hosts.viewers
  }

  get #all(): SwarmHost[] {
    return [...this.#agents, ...this.#viewers]
  }

  /**
   * Connects agents, 1000 a second.
   *
   * @param range which. Default: all
   * @returns `realtime.connect` (tally) and `realtime.connect.time` (ms), side `agent`
   */
  async connectAgents(range: AgentRange = { from: 0, to: this.#options.agents }): Promise<Measurement[]> {
    const startMs = systemClock.nowMs()
    const durationMs = (1000 * (range.to - range.from)) / CONNECTS_PER_SECOND
    const parts = await this.#hosts.each(this.#agents, one =>
      one.call('connectAgents', { ...range, durationMs }),
    )
    return connectMeasurements('agent', parts, { startMs, endMs: systemClock.nowMs() })
  }

  /** Connects some of the agents, as `connectAgents` does. @returns how many connections were opened */
  async countConnected(range: AgentRange): Promise<number> {
    return connectedOf(await this.connectAgents(range))
  }

  /** Connects the viewers, all at once. @returns the same measurements with side `viewer` */
  async connectViewers(): Promise<Measurement[]> {
    const startMs = systemClock.nowMs()
    const parts = await this.#hosts.each(this.#viewers, one => one.call('connectViewers', undefined))
    return connectMeasurements('viewer', parts, { startMs, endMs: systemClock.nowMs() })
  }

  /**
   * Lets the fleet report for a while, on schedule, and the viewers watch.
   *
   * @returns `realtime.latency` (from the actual send to a viewer, ms), `realtime.staleness` and `realtime.age` (ms, sampled over all agents),
   * `realtime.delivery` (tally: lost, duplicated, reordered on undisturbed connections), with stage `together` also `realtime.refresh` (ms, a sample a
   * round: until the slowest viewer holds a newer value of every agent), series for the time axis, and the canaries' sends. Of viewers
   * that poll: `realtime.polling` (ms, between two answers) and `realtime.polling.age` (their staleness).
   */
  async run(stage: Stage): Promise<StageResult> {
    const { parts, canaries } = await this.#run(stage)
    return { window: parts.window, measurements: this.#hosts.complete(stageMeasurements(parts)), canaries }
  }

  /** Lets the fleet report at an even pace until `halt`. @returns what `run` does */
  runUntilHalted(stage: Pick<Stage, 'perSecond' | 'canaries'>): Promise<StageResult> {
    return this.run({ ...stage, rounds: Number.MAX_SAFE_INTEGER, stage: 'steady' })
  }

  /** From now on connections that are lost are opened again, by their back-off. */
  async comeBack(): Promise<void> {
    await this.#hosts.each(this.#all, one => one.call('beginOutage', undefined))
  }

  /**
   * Breaks the target while the fleet reports, and lets all that lost their connection come back.
   *
   * @returns for agents and viewers what `recoveryMeasurements` says, with the load and the latency meanwhile
   */
  async recover(outage: Outage): Promise<Measurement[]> {
    const { cause, perSecond, lastsMs = 10_000 } = outage
    await this.comeBack()
    const running = this.#run({ perSecond, rounds: Number.MAX_SAFE_INTEGER, stage: 'steady', label: cause })
    await delay(this.#hosts.leadMs + STEADY_MS)
    const brokenAtMs = systemClock.nowMs()
    try {
      await outage.breakIt()
      await this.#untilBack(brokenAtMs + lastsMs)
      await delay(STEADY_MS)
    } finally {
      await this.halt()
    }
    const { parts } = await running
    const reportsOf = (hosts: readonly SwarmHost[]) =>
      this.#hosts.each(hosts, one => one.call('endOutage', undefined))
    const { sent, watched, window } = parts
    const common = { cause, brokenAtMs, window }
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
    return this.#hosts.complete([
      ...recoveryMeasurements({
        ...common,
        side: 'agent',
        reports: await reportsOf(this.#agents),
        missed: {
          expected: sum(sent.map(part => part.sent.total)),
          lost: sum(sent.map(part => part.sent.bad)),
        },
        doubts: healthDoubts(sent.map(part => part.health)),
      }),
      ...recoveryMeasurements({
        ...common,
        side: 'viewer',
        reports: await reportsOf(this.#viewers),
        missed: {
          expected: sum(watched.map(part => part.missed.expected)),
          lost: sum(watched.map(part => part.missed.lost)),
        },
        doubts: healthDoubts(watched.map(part => part.health)),
      }),
      ...stageMeasurements(parts).filter(({ metric }) => !OF_THE_UNDISTURBED.has(metric)),
    ])
  }

  /** Looks for the target's connection limit with more viewers, one after another. @throws Error when the swarm has no viewers */
  async probeLimit(order: LimitOrder): Promise<LimitReport & { lost: number }> {
    const [first] = this.#viewers
    if (!first) throw new Error('A probe of the connection limit needs viewers, and the swarm has none.')
    const before = await this.lost()
    return { ...(await first.call('probeLimit', order)), lost: (await this.lost()) - before }
  }

  /**
   * Lets the fleet report while more connect, up to the limit and beyond it.
   *
   * @returns what `run` does, and `realtime.limit`
   */
  async measureLimit(stage: Stage, order: LimitOrder): Promise<Measurement[]> {
    const [load, found] = await Promise.all([this.run(stage), this.probeLimit(order)])
    const held = this.#options.agents + this.#options.viewers
    return [...load.measurements, limitMeasurement(found, held, load.window)]
  }

  /** Ends the stage under way before its time: `run` then returns what there was. */
  async halt(): Promise<void> {
    this.#halting.abort()
    await this.#hosts.each(this.#agents, one => one.call('halt', undefined))
  }

  /** Closes all connections. @returns how each viewer's session went */
  async close(): Promise<Session[]> {
    const sessions = await this.#hosts.each(this.#all, one => one.call('close', undefined))
    return sessions.flat()
  }

  /** @returns how many connections were lost so far */
  async lost(): Promise<number> {
    const all = await this.#hosts.each(this.#all, one => one.call('lost', undefined))
    return all.reduce((sum, lost) => sum + lost, 0)
  }

  /** Goes on as one who has signed in once more: what was refused or lost is opened again. */
  async renew(renewed: Renewed): Promise<void> {
    await this.#hosts.each(this.#all, one => one.call('renew', renewed))
  }

  /** @param end is called once, when this is disposed of */
  whenStopped(end: () => void): void {
    this.#ends.push(end)
  }

  /** Ends the threads at once, with whatever they hold open. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const end of this.#ends.splice(0)) end()
    await this.#hosts.stop()
  }

  async #run({ perSecond, rounds, stage, canaries = 0, label = stage }: Stage): Promise<{
    parts: StageParts
    canaries: CanarySent[]
  }> {
    const { leadMs } = this.#hosts
    this.#hosts.begin()
    const startMs = systemClock.nowMs() + leadMs
    const periodMs = 1000 / perSecond
    const roundStartsMs = Array.from(
      { length: stage === 'together' ? rounds : 0 },
      (_, round) => startMs + round * periodMs,
    )
    const labels = stageLabels(this.#options.agents, label)
    this.#halting = new AbortController()
    const { signal } = this.#halting
    await this.#hosts.each(this.#viewers, one =>
      one.call('watch', { roundStartsMs, labels, thread: one.number }),
    )
    const order = { startMs, periodMs, rounds, stage, canaries, labels }
    const reporting = this.#hosts.each(this.#agents, one => one.call('run', { ...order, thread: one.number }))
    // A halt that came before had nothing to end.
    const [sent] = await Promise.all([reporting, signal.aborted && this.halt()])
    if (this.#agents.length === 0) await this.#watchOnly(leadMs + rounds * periodMs)
    const window = { startMs, endMs: Math.max(startMs, systemClock.nowMs()) }
    const begun = largestOf([0, ...sent.map(part => part.begun)])
    const finished = Math.max(0, signal.aborted ? begun - 1 : begun)
    const watched = await this.#hosts.each(this.#viewers, one => one.call('settle', SETTLE_MS))
    const parts: StageParts = {
      sent,
      watched,
      window,
      roundStartsMs: roundStartsMs.slice(0, finished),
      agents: this.#options.agents,
      label,
    }
    return { parts, canaries: sent.flatMap(part => part.canaries) }
  }

  /** Viewers alone have nobody to end the stage: it lasts as long as agents would have reported. */
  async #watchOnly(forMs: number): Promise<void> {
    const { signal } = this.#halting
    await delay(Math.min(forMs, LONGEST_TIMER_MS), undefined, { signal }).catch((error: Error) => {
      if (!signal.aborted) throw error
    })
  }

  async #untilBack(atLatestMs: number): Promise<void> {
    while (systemClock.nowMs() < atLatestMs) {
      await delay(OUTAGE_LOOKS_MS)
      const states = await this.#hosts.each(this.#all, one => one.call('outageState', undefined))
      if (states.every(({ held, lost, away }) => lost === held && away === 0)) return
    }
  }
}
