import type { Arrivals } from '../arrivals.ts'
import { arrivals } from '../arrivals.ts'
import type { Clock } from '../clock.ts'
import { GeneratorHealth } from '../measure/health/generator-health.ts'
import type { HealthReport } from '../measure/health/generator-health.ts'
import { largestOf } from '../measure/extremes.ts'
import { BlockHistogram } from '../measure/histogram.ts'
import type { HistogramData, Labels, TallyData } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import type { PartSink } from '../measure/recording.ts'
import { Tally } from '../measure/tally.ts'
import { runSchedule } from '../schedule.ts'
import { seededRandom } from '../seeded-random.ts'
import type { ReconnectPolicy } from '../back-off.ts'
import { connectRecorders } from './connected.ts'
import type { Connected } from './connected.ts'
import { Jars } from './jars.ts'
import type { Destination } from './jars.ts'
import { Links } from './links.ts'
import type { AgentProtocol } from './protocol.ts'
import type { SendLog } from './accounts/send-log.ts'
import { dial } from './dial.ts'
import { frameOfAgent, pathOfAgent } from './accounts/agent-functions.ts'
import type { ConnectionOptions, Frame } from './transport/transport.ts'
import { unreadable } from './accounts/unreadable.ts'
import { valueOf } from './accounts/update-value.ts'

/** How a fleet reports for a while. */
export interface Rounds {
  /** Epoch milliseconds of the first round. */
  startMs: number
  /** Time between two updates of one agent. */
  periodMs: number
  /** Updates that each agent sends. */
  rounds: number
  /** `steady`: the agents' turns are spread over the period. `together`: all send at its start. */
  stage: 'steady' | 'together'
  /** The first this many agents are canaries: what they send is listed. */
  canaries: number
  /** Of what is measured. */
  labels: Labels
  /** The number of the thread among those that hold agents. */
  thread: number
}

/** A canary's update that went out. */
export interface CanarySent {
  agent: number
  value: number
  sentAtMs: number
  /** How far the clock that says when may be off, ms. Absent: it is that of the run. */
  errorMs?: number
}

/** Sends of canaries that are listed, of each thread: those of the last minutes. Each is a sample of five metrics, and of a day they would be a million. */
const MOST_CANARIES_SENT = 5000

export interface RoundsReport {
  sent: TallyData
  /** Rounds that were begun: updates of the agent that sent most. */
  begun: number
  /** The newest 5000. */
  canaries: CanarySent[]
  /** From the send to the target's acknowledgement, ms; empty where the protocol reads none. */
  acknowledged: HistogramData
  /** Frames that agents received and read; those that could not be read are bad. */
  answers: TallyData
  /** Connections at the end; those that were lost meanwhile are bad. */
  held: TallyData
  health: HealthReport
}

/** Some of the agents, by index: `from` (inclusive) to `to` (exclusive). */
export interface AgentRange {
  from: number
  to: number
}

export interface AgentsOptions extends Omit<ConnectionOptions, 'cookies'>, Pick<Destination, 'cookies'> {
  reconnect: ReconnectPolicy
  /** Of the jitter. */
  seed: number
  shard: number
  shards: number
  /** Less lateness than this is none, ms. Default 10. */
  lateFromMs?: number | undefined
}

/** Agents of one thread: those whose index is `shard` modulo `shards`. They have no timer each: one schedule drives them all. */
export class Agents {
  #protocol: AgentProtocol
  readonly #log: SendLog
  readonly #clock: Clock
  readonly #sink: PartSink
  readonly #lateFromMs: number | undefined
  readonly #indices: number[]
  readonly #origin: string
  readonly #links: Links
  #jars: Jars
  #acknowledged = new BlockHistogram()
  #answers = new Tally()
  #halt = new AbortController()

  /** @param sink where what is measured goes meanwhile */
  constructor(protocol: AgentProtocol, options: AgentsOptions, log: SendLog, clock: Clock, sink: PartSink) {
    const { shard, shards, seed, reconnect, lateFromMs, cookies, ...connection } = options
    this.#protocol = protocol
    this.#jars = new Jars({ ...connection, cookies })
    this.#origin = connection.origin
    this.#log = log
    this.#clock = clock
    this.#sink = sink
    this.#lateFromMs = lateFromMs
    this.#indices = Array.from({ length: log.agents }, (_, index) => index).filter(
      index => index % shards === shard,
    )
    this.#links = new Links(
      {
        count: this.#indices.length,
        open: (slot, events) => {
          const index = this.#indices[slot] ?? 0
          // Agents are no browsers: what compresses is said by who wants it.
          const { headers } = this.#jars
          const options = {
            ...connection,
            headers,
            cookies: this.#jars.of(index),
            deflate: this.#protocol.deflate ?? false,
          }
          return dial(this.#protocol, { index, path: pathOfAgent(this.#protocol, index), options }, events)
        },
        onFrame: (slot, frame) => this.#receive(slot, frame),
        onLost: () => {},
        expectsFrames: false,
        reconnect,
        random: seededRandom(seed + shard),
      },
      clock,
    )
  }

  get links(): Links {
    return this.#links
  }

  /**
   * Connects those of a range, evenly paced over `durationMs`.
   *
   * @returns handshake time from the intended start (ms), and how each went
   * @throws TargetFunctionError when the target's `path` fails or gives none
   */
  async connect({ from, to, durationMs }: AgentRange & { durationMs: number }): Promise<Connected> {
    const recording = new Recording(this.#sink)
    const { time, outcome } = connectRecorders('agent', recording)
    const handshakes: Promise<void>[] = []
    const slots = [...this.#indices.keys()].filter(slot => {
      const agent = this.#indices[slot] ?? -1
      return agent >= from && agent < to
    })
    for (const slot of slots) pathOfAgent(this.#protocol, this.#indices[slot] ?? 0)
    const connectOne = async (slot: number, intendedMs: number): Promise<void> => {
      const failure = await this.#links.open(slot)
      const nowMs = this.#clock.nowMs()
      if (failure) {
        outcome.bad(failure.cause, intendedMs, 1, failure.example)
        return
      }
      outcome.good(intendedMs)
      time.record(nowMs - intendedMs, intendedMs)
    }
    if (slots.length > 0) {
      const perSecond = slots.length / (durationMs / 1000)
      const paced = arrivals({ kind: 'constant', perSecond, durationMs })
      await runSchedule(paced, this.#clock.nowMs(), this.#clock, (turn, intendedMs) => {
        const slot = slots[turn]
        if (slot !== undefined) handshakes.push(connectOne(slot, intendedMs))
      })
    }
    await Promise.all(handshakes)
    recording.stop()
    return { time: time.toData(), outcome: outcome.toData() }
  }

  /**
   * Sends the rounds on schedule.
   *
   * @returns what went out; an update that found its connection closed is bad
   * @throws TargetFunctionError when the target's `frame` fails or gives none
   */
  async run(rounds: Rounds): Promise<RoundsReport> {
    const recording = new Recording(this.#sink)
    const { labels, thread } = rounds
    const health = new GeneratorHealth(this.#clock, this.#lateFromMs, {
      recording,
      generator: 'agents',
      thread,
    })
    const sent = new Tally('load.messages', true)
    recording.rate({ metric: 'load.messages', unit: 'per-second', labels: {} }, [sent], 'good')
    const canaries: CanarySent[] = []
    this.#acknowledged = recording.histogram({ metric: 'realtime.acknowledged', unit: 'ms', labels })
    this.#answers = recording.tally({ metric: 'realtime.answers', unit: 'count', labels })
    this.#halt = new AbortController()
    this.#links.noteHeld()
    const before = this.#indices.map(agent => this.#log.newest(agent))
    const send = (turn: number, intendedMs: number): void => {
      const slot = turn % this.#indices.length
      const agent = this.#indices[slot] ?? 0
      const sentAtMs = this.#clock.nowMs()
      health.began(intendedMs, sentAtMs)
      const connection = this.#links.at(slot)
      if (!connection) {
        sent.bad('connection closed', sentAtMs)
        return
      }
      const seq = this.#log.note(agent, sentAtMs)
      const value = valueOf(agent, seq, this.#log.agents)
      connection.send(frameOfAgent(this.#protocol, { agent, seq, sentAtMs, value }))
      sent.good(sentAtMs)
      if (agent >= rounds.canaries) return
      canaries.push({ agent, value, sentAtMs })
      if (canaries.length >= 2 * MOST_CANARIES_SENT) canaries.splice(0, MOST_CANARIES_SENT)
    }
    await runSchedule(this.#schedule(rounds), rounds.startMs, this.#clock, send, this.#halt.signal)
    // Before the histograms are encoded: that work is not part of the measuring.
    const seen = health.stop()
    recording.stop()
    return {
      sent: sent.toData(),
      begun: largestOf([
        0,
        ...this.#indices.map((agent, slot) => this.#log.newest(agent) - (before[slot] ?? -1)),
      ]),
      canaries: canaries.slice(-MOST_CANARIES_SENT),
      acknowledged: this.#acknowledged.toData(),
      answers: this.#answers.toData(),
      held: this.#links.takeHeld(),
      health: seen,
    }
  }

  /** Goes on as one who has signed in once more: see `Links.renew`. */
  async renew(protocol: AgentProtocol, as: Pick<Destination, 'headers' | 'cookies'>): Promise<void> {
    this.#protocol = protocol
    this.#jars = new Jars({ origin: this.#origin, ...as })
    await this.#links.renew(protocol.transport === 'http')
  }

  /** Ends the rounds under way before their time. */
  halt(): void {
    this.#halt.abort()
  }

  #receive(slot: number, frame: Frame): void {
    if (!this.#protocol.acknowledges || typeof frame !== 'string') return
    const nowMs = this.#clock.nowMs()
    let seq: number | undefined
    try {
      seq = this.#protocol.acknowledges(frame)
      if (seq !== undefined && typeof seq !== 'number')
        throw new TypeError(`acknowledges gave ${typeof seq}: give a seq, or undefined`)
    } catch (error) {
      this.#answers.bad(...unreadable(error, frame, nowMs))
      return
    }
    this.#answers.good(nowMs)
    const sentAtMs = seq === undefined ? undefined : this.#log.sentAtMs(this.#indices[slot] ?? -1, seq)
    if (sentAtMs !== undefined) this.#acknowledged.record(nowMs - sentAtMs, nowMs)
  }

  #schedule({ periodMs, rounds, stage }: Rounds): Arrivals {
    const size = this.#indices.length
    const share = stage === 'steady' ? periodMs / this.#log.agents : 0
    return {
      durationMs: rounds * periodMs,
      count: rounds * size,
      at: turn => Math.floor(turn / size) * periodMs + (this.#indices[turn % size] ?? 0) * share,
    }
  }
}
