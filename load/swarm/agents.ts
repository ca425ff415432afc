import type WebSocket from 'ws'
import type { Arrivals } from '../arrivals.ts'
import { arrivals } from '../arrivals.ts'
import type { Clock } from '../clock.ts'
import { GeneratorHealth } from '../measure/generator-health.ts'
import type { HealthReport } from '../measure/generator-health.ts'
import { BlockHistogram } from '../measure/histogram.ts'
import type { HistogramData, TallyData } from '../measure/measurement.ts'
import { Tally } from '../measure/tally.ts'
import { runSchedule } from '../schedule.ts'
import { openSocket } from './transport/socket.ts'
import type { SocketOptions } from './transport/socket.ts'
import type { AgentProtocol } from './protocol.ts'

/** How a fleet reports for a while. */
export interface Rounds {
  /** Epoch milliseconds of the first round. */
  startMs: number
  /** Time between two updates of one agent. */
  periodMs: number
  /** Updates that each agent sends. */
  rounds: number
  /** `even`: the agents' turns are spread over the period. `together`: all send at its start. */
  phase: 'even' | 'together'
  /** The first this many agents are canaries: what they send is listed. */
  canaries: number
}

/** A canary's update that went out. */
export interface CanarySent {
  agent: number
  value: number
  sentAtMs: number
}

export interface RoundsReport {
  sent: TallyData
  canaries: CanarySent[]
  /** `[agent, its latest seq]` */
  lastSeqs: [agent: number, seq: number][]
  health: HealthReport
}

/** Agents of one thread: those whose index is `shard` modulo `shards`. */
export class Agents {
  readonly #protocol: AgentProtocol
  readonly #options: SocketOptions
  readonly #clock: Clock
  readonly #total: number
  readonly #indices: number[]
  readonly #sockets: (WebSocket | undefined)[]
  readonly #seqs: number[]
  #halt = new AbortController()

  constructor(
    protocol: AgentProtocol,
    options: SocketOptions & { agents: number; shard: number; shards: number },
    clock: Clock,
  ) {
    this.#protocol = protocol
    this.#options = options
    this.#clock = clock
    this.#total = options.agents
    this.#indices = Array.from({ length: options.agents }, (_, index) => index).filter(
      index => index % options.shards === options.shard,
    )
    this.#sockets = this.#indices.map(() => undefined)
    this.#seqs = this.#indices.map(() => -1)
  }

  /** Connects all, evenly paced over `durationMs`. @returns handshake time from the intended start (ms), and how each went */
  async connect({
    durationMs,
  }: {
    durationMs: number
  }): Promise<{ time: HistogramData; outcome: TallyData }> {
    const time = new BlockHistogram()
    const outcome = new Tally()
    const handshakes: Promise<void>[] = []
    const paced = arrivals({
      kind: 'constant',
      perSecond: this.#indices.length / (durationMs / 1000),
      durationMs,
    })
    const connectOne = async (slot: number, intendedMs: number): Promise<void> => {
      const handshake = await openSocket(this.#protocol.path(this.#indices[slot] ?? 0), this.#options)
      const nowMs = this.#clock.nowMs()
      if (handshake.kind === 'failed') {
        outcome.bad(handshake.cause, intendedMs)
        return
      }
      outcome.good(intendedMs)
      time.record(nowMs - intendedMs, intendedMs)
      this.#sockets[slot] = handshake.socket
      handshake.socket.on('close', () => (this.#sockets[slot] = undefined))
    }
    await runSchedule(paced, this.#clock.nowMs(), this.#clock, (slot, intendedMs) => {
      if (slot < this.#indices.length) handshakes.push(connectOne(slot, intendedMs))
    })
    await Promise.all(handshakes)
    return { time: time.toData(), outcome: outcome.toData() }
  }

  /** Sends the rounds on schedule. @returns what went out; an update that found its socket closed is bad */
  async run(rounds: Rounds): Promise<RoundsReport> {
    const health = new GeneratorHealth(this.#clock)
    const sent = new Tally()
    const canaries: CanarySent[] = []
    this.#halt = new AbortController()
    const send = (turn: number, intendedMs: number): void => {
      const slot = turn % this.#indices.length
      const agent = this.#indices[slot] ?? 0
      const sentAtMs = this.#clock.nowMs()
      health.began(intendedMs, sentAtMs)
      const socket = this.#sockets[slot]
      if (!socket) {
        sent.bad('socket closed', sentAtMs)
        return
      }
      const seq = (this.#seqs[slot] ?? -1) + 1
      this.#seqs[slot] = seq
      const value = 1_000_000 + seq * this.#total + agent
      socket.send(this.#protocol.frame({ agent, seq, sentAtMs, value }))
      sent.good(sentAtMs)
      if (agent < rounds.canaries) canaries.push({ agent, value, sentAtMs })
    }
    await runSchedule(this.#schedule(rounds), rounds.startMs, this.#clock, send, this.#halt.signal)
    return {
      sent: sent.toData(),
      canaries,
      lastSeqs: this.#indices.map((agent, slot) => [agent, this.#seqs[slot] ?? -1]),
      health: health.stop(),
    }
  }

  /** Ends the rounds under way before their time. */
  halt(): void {
    this.#halt.abort()
  }

  /** Closes all sockets. */
  close(): void {
    for (const socket of this.#sockets) socket?.close(1000)
  }

  #schedule({ periodMs, rounds, phase }: Rounds): Arrivals {
    const size = this.#indices.length
    const share = phase === 'even' ? periodMs / this.#total : 0
    return {
      durationMs: rounds * periodMs,
      count: rounds * size,
      at: turn => Math.floor(turn / size) * periodMs + (this.#indices[turn % size] ?? 0) * share,
    }
  }
}
