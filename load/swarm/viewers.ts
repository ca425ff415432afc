import type { Clock } from '../clock.ts'
import { GeneratorHealth } from '../measure/generator-health.ts'
import type { HealthReport } from '../measure/generator-health.ts'
import { BlockHistogram } from '../measure/histogram.ts'
import type { HistogramData, TallyData } from '../measure/measurement.ts'
import { Tally } from '../measure/tally.ts'
import type { ReceivedUpdate, ViewerProtocol } from './protocol.ts'
import { openStream } from './transport/open-stream.ts'
import type { Opening } from './transport/open-stream.ts'
import { openSocket } from './transport/socket.ts'
import type { SocketOptions } from './transport/socket.ts'
import { Sightings } from './sightings.ts'
import type { Delivery } from './sightings.ts'

/** What viewers watch for during a phase. */
export interface Watch {
  /** For each agent, its last seq before the phase (-1: none). */
  fromSeqs: number[]
  /** Start of each round, epoch ms, when the agents update together: the refresh time of each is taken. Else empty. */
  roundStartsMs: number[]
}

/** How a phase is brought to its end. */
export interface Settle {
  lastSeqs: [agent: number, seq: number][]
  /** How long the last updates may take to arrive before they count as lost. */
  timeoutMs: number
}

export interface WatchReport {
  latency: HistogramData
  /** Frames that arrived; those that could not be read are bad. */
  frames: TallyData
  delivery: Delivery
  /** For each round, the time until the slowest viewer held a value of it from every agent; absent: never. */
  refreshMs: (number | undefined)[]
  health: HealthReport
}

/** One session of a viewer, from connecting to closing. */
export type Session = { kind: 'held' } | { kind: 'failed'; cause: string }

/** Viewers of one thread: protocol-level dashboard users. */
export class Viewers {
  readonly #protocol: ViewerProtocol
  readonly #options: SocketOptions & { viewers: number }
  readonly #clock: Clock
  /** Closes each connection that was opened. */
  readonly #closers: (() => void)[] = []
  readonly #sessions: Session[] = []
  #phase: Phase | undefined
  /** The target sends one frame to all viewers: it is parsed once, and known again by its bytes. */
  #lastFrame: Frame = ''
  #lastUpdates: readonly ReceivedUpdate[] = []

  constructor(protocol: ViewerProtocol, options: SocketOptions & { viewers: number }, clock: Clock) {
    this.#protocol = protocol
    this.#options = options
    this.#clock = clock
  }

  /** Connects all at once. @returns handshake time (ms) and how each went */
  async connect(): Promise<{ time: HistogramData; outcome: TallyData }> {
    const time = new BlockHistogram()
    const outcome = new Tally()
    const startMs = this.#clock.nowMs()
    const connectOne = async (viewer: number): Promise<void> => {
      const handshake = await this.#open(viewer)
      if (handshake.kind === 'failed') {
        outcome.bad(handshake.cause, startMs)
        this.#sessions[viewer] = { kind: 'failed', cause: handshake.cause }
        return
      }
      outcome.good(startMs)
      time.record(this.#clock.nowMs() - startMs, startMs)
      this.#sessions[viewer] = { kind: 'held' }
      this.#closers.push(handshake.close)
    }
    await Promise.all(Array.from({ length: this.#options.viewers }, (_, viewer) => connectOne(viewer)))
    return { time: time.toData(), outcome: outcome.toData() }
  }

  /** Begins to take notes. Frames before it are not counted. */
  watch({ fromSeqs, roundStartsMs }: Watch): void {
    const sightings = new Sightings(this.#options.viewers, fromSeqs, roundStartsMs)
    for (const [viewer, session] of this.#sessions.entries()) {
      if (session.kind === 'failed') sightings.disturb(viewer)
    }
    this.#phase = {
      sightings,
      latency: new BlockHistogram(),
      frames: new Tally(),
      health: new GeneratorHealth(this.#clock),
    }
  }

  /** Waits until every viewer holds the last update of every agent, or the time is up. @returns the phase's notes */
  async settle({ lastSeqs, timeoutMs }: Settle): Promise<WatchReport> {
    const phase = this.#phase
    if (!phase) throw new Error('settle() follows watch().')
    await phase.sightings.untilComplete(lastSeqs, timeoutMs)
    this.#phase = undefined
    // Before the histograms are encoded: that work is not part of the measuring.
    const health = phase.health.stop()
    return {
      latency: phase.latency.toData(),
      frames: phase.frames.toData(),
      delivery: phase.sightings.delivery(lastSeqs),
      refreshMs: phase.sightings.refreshMs(),
      health,
    }
  }

  /** Closes all connections. @returns how each session went */
  close(): Session[] {
    const sessions = this.#sessions.map(session => ({ ...session }))
    for (const close of this.#closers) close()
    return sessions
  }

  async #open(viewer: number): Promise<Opening> {
    const { path, transport = 'websocket' } = this.#protocol
    const onData = (frame: Frame): void => this.#receive(viewer, frame)
    const onClosed = (cause: string): void => {
      this.#sessions[viewer] = { kind: 'failed', cause }
      this.#phase?.sightings.disturb(viewer)
    }
    switch (transport) {
      case 'sse':
        return openStream(path, this.#options, { onData, onClosed })
      case 'websocket': {
        const handshake = await openSocket(path, this.#options)
        if (handshake.kind === 'failed') return handshake
        const { socket } = handshake
        socket.on('message', data => onData(data as Buffer))
        socket.on('close', code => onClosed(`closed ${code}`))
        return { kind: 'open', close: () => socket.close(1000) }
      }
    }
  }

  #receive(viewer: number, frame: Frame): void {
    const phase = this.#phase
    if (!phase) return
    const nowMs = this.#clock.nowMs()
    try {
      if (!isSame(frame, this.#lastFrame)) {
        this.#lastUpdates = this.#protocol.read(frame.toString())
        this.#lastFrame = frame
      }
    } catch (error) {
      phase.frames.bad(`unreadable: ${(error as Error).message}`, nowMs)
      return
    }
    phase.frames.good(nowMs)
    for (const update of this.#lastUpdates) {
      if (update.merged !== 0) phase.latency.record(nowMs - update.sentAtMs, nowMs)
      phase.sightings.see(viewer, update, nowMs)
    }
  }
}

/** A WebSocket's message as its bytes, or the data of a server-sent event. */
type Frame = Buffer | string

const isSame = (a: Frame, b: Frame): boolean =>
  typeof a === 'string' || typeof b === 'string' ? a === b : a.equals(b)

interface Phase {
  sightings: Sightings
  latency: BlockHistogram
  frames: Tally
  health: GeneratorHealth
}
