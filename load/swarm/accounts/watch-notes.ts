import type { Clock } from '../../clock.ts'
import { GeneratorHealth } from '../../measure/health/generator-health.ts'
import type { HealthReport } from '../../measure/health/generator-health.ts'
import type { BlockHistogram } from '../../measure/histogram.ts'
import type { HistogramData, Labels, TallyData } from '../../measure/measurement.ts'
import { Recording } from '../../measure/recording.ts'
import type { PartSink } from '../../measure/recording.ts'
import { Tally } from '../../measure/tally.ts'
import type { ReceivedUpdate } from '../protocol.ts'
import type { HeldBack } from './held-back.ts'
import type { SendLog } from './send-log.ts'
import { Sightings } from './sightings.ts'
import type { Delivery } from './sightings.ts'
import { Staleness } from './staleness.ts'
import type { StalenessReport } from './staleness.ts'

/** What the viewers of one thread saw in a stage. Serialisable. */
export interface WatchReport extends StalenessReport {
  latency: HistogramData
  /** Frames that arrived; those that could not be read are bad. */
  frames: TallyData
  /** Time between two frames of one viewer, ms; empty unless the viewers poll. */
  interval: HistogramData
  /** Of the viewers that kept their connection. */
  delivery: Delivery
  /** Updates that a viewer did not get, over all viewers, and how many it should have got. */
  missed: { expected: number; lost: number }
  /** Connections at the end; those that were lost meanwhile are bad. */
  held: TallyData
  /** Viewers; those that were told nothing, or nothing that could be read, are bad. */
  received: TallyData
  isPolling: boolean
  /** Whether a value of the fleet was among the frames. */
  sawFleet: boolean
  /** The beginning of a frame in which no value of the fleet was. */
  foreign?: string
  /** For each round, the time until the slowest viewer held a value of it from every agent; absent: never. */
  refreshMs: (number | undefined)[]
  health: HealthReport
}

export interface WatchOptions {
  viewers: number
  isPolling: boolean
  /** Start of each round, epoch ms, when the agents update together. Else empty. */
  roundStartsMs: number[]
  log: SendLog
  clock: Clock
  /** Of what is measured. */
  labels: Labels
  /** The number of the thread among those that hold viewers. Default 0. */
  thread?: number
  /** Where it goes meanwhile. */
  sink: PartSink
  /** Less lateness than this is none, ms. Default 10. */
  lateFromMs?: number | undefined
  /** Gives numbers in [0, 1). */
  random(): number
  /** Where what is seen waits until it is known what was sent. */
  heldBack: HeldBack
}

/** Of one viewer after another staleness is sampled so often, ms: all that one holds is as old as its last frame, and so one sample. */
const SAMPLE_EVERY_MS = { least: 40, most: 200 }

/** So many agents are looked at in a millisecond of the time between samples: that costs less than 1 % of a core. */
const AGENTS_A_MS = 25

/** What the viewers of one thread note during a stage. */
export class WatchNotes {
  readonly sightings: Sightings
  readonly frames: Tally
  readonly #options: WatchOptions
  readonly #recording: Recording
  readonly #latency: BlockHistogram
  readonly #interval: BlockHistogram
  /** What became of updates so far: the account itself exists only at the end. */
  readonly #delivery: Tally | undefined
  #noted = { good: 0, bad: 0 }
  readonly #staleness: Staleness
  readonly #health: GeneratorHealth
  /** When each viewer's last frame came, epoch ms; 0 before the first. */
  readonly #framesMs: Float64Array
  /** Viewers of whose frames one could be read. */
  readonly #reading = new Set<number>()
  #viewer = 0
  #sawFleet = false
  #foreign: string | undefined
  #sampling: NodeJS.Timeout | undefined

  constructor(options: WatchOptions) {
    const { viewers, roundStartsMs, log, clock, labels, sink, thread } = options
    this.#options = options
    this.#recording = new Recording(sink)
    this.frames = this.#recording.tally({ metric: 'realtime.frames', unit: 'count', labels })
    this.#latency = this.#recording.histogram({ metric: 'realtime.latency', unit: 'ms', labels })
    this.#interval = this.#recording.histogram({ metric: 'realtime.polling', unit: 'ms', labels })
    this.sightings = new Sightings(viewers, log.newestOfAll(), roundStartsMs)
    if (!options.isPolling)
      this.#delivery = this.#recording.tally({ metric: 'realtime.delivery', unit: 'count', labels })
    this.#staleness = new Staleness(log, this.#recording, labels)
    this.#recording.rate({ metric: 'load.frames', unit: 'per-second', labels: {} }, [this.frames], 'good')
    const record = { recording: this.#recording, generator: 'viewers', thread: thread ?? 0 }
    this.#health = new GeneratorHealth(clock, options.lateFromMs, record)
    this.#framesMs = new Float64Array(viewers)
    if (viewers > 0) this.#sampleLater()
  }

  /** A frame came that could be read. */
  frame(viewer: number, atMs: number): void {
    this.frames.good(atMs)
    this.#reading.add(viewer)
    const lastMs = this.#framesMs[viewer] ?? 0
    if (this.#options.isPolling && lastMs > 0) this.#interval.record(atMs - lastMs, atMs)
    this.#framesMs[viewer] = atMs
  }

  /** A frame came that could not be read. @param what the arguments of `Tally.bad` */
  unreadable(viewer: number, what: Parameters<Tally['bad']>): void {
    this.frames.bad(...what)
    const [, atMs] = what
    this.#framesMs[viewer] = atMs
  }

  /** A frame came in which no value of the fleet was. @param beginning gives that of the frame */
  foreign(beginning: () => string): void {
    this.#foreign ??= beginning()
  }

  /**
   * A viewer received an update. Of a state that it was sent on connecting there is no latency; of one that it polled there is, where it is news.
   *
   * @param seq as the update or its value has it; without it there is no account of it, as there is none of one that was never sent: what the target
   *   holds of an earlier fleet, or makes up
   * @returns whether it is a value that the fleet sent
   */
  see(viewer: number, update: ReceivedUpdate, seq: number | undefined, atMs: number): boolean {
    const { agent, merged } = update
    const { log } = this.#options
    const isOurs = agent >= 0 && agent < log.agents
    const wasSent = seq !== undefined && seq >= 0 && seq <= log.newest(agent)
    if (isOurs && seq !== undefined && !wasSent) return false
    const isNews = this.#options.isPolling && seq !== undefined && seq > this.sightings.held(viewer, agent)
    if (merged !== 0 || isNews) this.#recordLatency(update, seq ?? -1, atMs)
    if (seq !== undefined)
      this.sightings.see(viewer, merged === undefined ? { agent, seq } : { agent, seq, merged }, atMs)
    if (isOurs && wasSent) this.#sawFleet = true
    return isOurs && wasSent
  }

  /** No more staleness is sampled. */
  stopSampling(): void {
    clearTimeout(this.#sampling)
  }

  /** Waits until every viewer holds the last update of every agent, or the time is up. */
  async untilComplete(timeoutMs: number): Promise<void> {
    await this.sightings.untilComplete(this.#lastSeqs(), timeoutMs)
  }

  /**
   * @param held the connections, as `Links.takeHeld` counts them
   * @param failed of each viewer, why it has no connection; `undefined`: it has one
   */
  toReport(held: TallyData, failed: readonly (string | undefined)[]): WatchReport {
    // Before the histograms are encoded: that work is not part of the measuring.
    const health = this.#health.stop()
    this.#noteDelivery(this.#options.clock.nowMs())
    this.#recording.stop()
    const lastSeqs = this.#lastSeqs()
    return {
      latency: this.#latency.toData(),
      frames: this.frames.toData(),
      interval: this.#interval.toData(),
      delivery: this.sightings.delivery(lastSeqs),
      missed: this.sightings.delivery(lastSeqs, { withDisturbed: true }),
      refreshMs: this.sightings.refreshMs(),
      ...this.#staleness.toReport(),
      held,
      received: this.#received(failed),
      isPolling: this.#options.isPolling,
      sawFleet: this.#sawFleet,
      ...(this.#foreign !== undefined && { foreign: this.#foreign }),
      health,
    }
  }

  #received(failed: readonly (string | undefined)[]): TallyData {
    const received = new Tally()
    const nowMs = this.#options.clock.nowMs()
    for (const [viewer, lastMs] of this.#framesMs.entries()) {
      if (this.#reading.has(viewer)) received.good(nowMs)
      else if (lastMs > 0) received.bad('told nothing that could be read', nowMs)
      else received.bad(failed[viewer] ?? 'told nothing', nowMs)
    }
    return received.toData()
  }

  #recordLatency({ agent, sentAtMs: said }: ReceivedUpdate, seq: number, atMs: number): void {
    const { log } = this.#options
    const sentAtMs = log.sentAtMs(agent, seq) ?? said
    if (sentAtMs === undefined) return
    if (log.forgot(agent, seq)) this.#latency.recordCensored(atMs - sentAtMs, atMs)
    else this.#latency.record(atMs - sentAtMs, atMs)
  }

  /** A connection that is lost takes its viewer's updates back out of the account: what was noted of them stays. */
  #noteDelivery(atMs: number): void {
    const { expected, lost, duplicated, reordered } = this.sightings.soFar()
    const bad = Math.max(0, lost + duplicated + reordered - this.#noted.bad)
    const good = Math.max(0, expected - lost - duplicated - reordered - this.#noted.good)
    this.#noted = { good: this.#noted.good + good, bad: this.#noted.bad + bad }
    if (good > 0) this.#delivery?.good(atMs, good)
    if (bad > 0) this.#delivery?.bad('lost', atMs, bad)
  }

  #lastSeqs(): [agent: number, seq: number][] {
    return this.#options.log.newestOfAll().map((seq, agent) => [agent, seq])
  }

  /** After a random wait: at a fixed rhythm the samples would always fall on the same moment of the agents' period and of the target's. */
  #sampleLater(): void {
    const { least, most } = SAMPLE_EVERY_MS
    const usualMs = Math.min(most, Math.max(least, this.#options.log.agents / AGENTS_A_MS))
    const waitMs = usualMs * (0.5 + this.#options.random())
    this.#sampling = setTimeout(() => {
      const viewer = this.#viewer
      this.#viewer = (viewer + 1) % this.#options.viewers
      const nowMs = this.#options.clock.nowMs()
      const sample = (): void => this.#staleness.sample(agent => this.sightings.held(viewer, agent), nowMs)
      this.#options.heldBack.at(nowMs, sample)
      this.#noteDelivery(nowMs)
      this.#sampleLater()
    }, waitMs)
  }
}
