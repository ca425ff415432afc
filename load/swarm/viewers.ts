import type { Clock } from '../clock.ts'
import type { Labels } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import type { PartSink } from '../measure/recording.ts'
import { seededRandom } from '../seeded-random.ts'
import type { ReconnectPolicy } from '../back-off.ts'
import { connectRecorders } from './connected.ts'
import type { Connected } from './connected.ts'
import { Jars } from './jars.ts'
import type { Destination } from './jars.ts'
import { Links } from './links.ts'
import type { ReceivedUpdate, ViewerProtocol } from './protocol.ts'
import type { SendLog } from './accounts/send-log.ts'
import { dial } from './dial.ts'
import type { ConnectionEvents, ConnectionOptions, Frame, Opening } from './transport/transport.ts'
import { HeldBack } from './accounts/held-back.ts'
import { checkedUpdates } from './accounts/checked-updates.ts'
import { beginningOf, unreadable } from './accounts/unreadable.ts'
import { seqOfValue } from './accounts/update-value.ts'
import { WatchNotes } from './accounts/watch-notes.ts'
import type { WatchReport } from './accounts/watch-notes.ts'

/** What viewers watch for during a stage. */
export interface Watch {
  /** Start of each round, epoch ms, when the agents update together: the refresh time of each is taken. Else empty. */
  roundStartsMs: number[]
  /** Of what is measured. */
  labels: Labels
  /** The number of the thread among those that hold viewers. */
  thread: number
}

/** One session of a viewer, from connecting to closing. */
export type Session = { kind: 'held' } | { kind: 'failed'; cause: string }

export interface ViewersOptions extends Omit<ConnectionOptions, 'cookies'>, Pick<Destination, 'cookies'> {
  viewers: number
  /** Less lateness than this is none, ms. Default 10. */
  lateFromMs?: number | undefined
  reconnect: ReconnectPolicy
  /** Of the jitter, and of the moments at which staleness is sampled. */
  seed: number
  /** Whether agents of other machines tell later what they sent. Default false. */
  learns?: boolean
}

/** Viewers of one thread: protocol-level dashboard users. */
export class Viewers {
  #protocol: ViewerProtocol
  readonly #options: ViewersOptions
  readonly #log: SendLog
  readonly #clock: Clock
  readonly #sink: PartSink
  readonly #random: () => number
  #jars: Jars
  readonly #links: Links
  readonly #sessions: Session[] = []
  readonly #heldBack: HeldBack
  #notes: WatchNotes | undefined
  /** The target sends one frame to all viewers: it is read once, and known again. */
  #lastFrame: Frame = ''
  #lastEvent: string | undefined
  #lastUpdates: readonly ReceivedUpdate[] = []

  /** @param sink where what is measured goes meanwhile */
  constructor(protocol: ViewerProtocol, options: ViewersOptions, log: SendLog, clock: Clock, sink: PartSink) {
    this.#protocol = protocol
    this.#options = options
    this.#log = log
    this.#clock = clock
    this.#sink = sink
    this.#random = seededRandom(options.seed)
    this.#jars = new Jars(options)
    this.#heldBack = new HeldBack(options.learns)
    this.#links = new Links(
      {
        count: options.viewers,
        open: (viewer, events) => this.#open(viewer, events),
        onFrame: (viewer, frame, event) => this.#receive(viewer, frame, event),
        onLost: (viewer, cause) => {
          this.#sessions[viewer] = { kind: 'failed', cause }
          this.#notes?.sightings.disturb(viewer)
        },
        onResumed: viewer => void (this.#sessions[viewer] = { kind: 'held' }),
        expectsFrames: true,
        reconnect: options.reconnect,
        random: this.#random,
      },
      clock,
    )
  }

  get links(): Links {
    return this.#links
  }

  /** Connects all at once. @returns handshake time (ms) and how each went */
  async connect(): Promise<Connected> {
    const recording = new Recording(this.#sink)
    const { time, outcome } = connectRecorders('viewer', recording)
    const startMs = this.#clock.nowMs()
    const connectOne = async (viewer: number): Promise<void> => {
      const failure = await this.#links.open(viewer)
      if (failure) {
        const { cause, example } = failure
        outcome.bad(cause, startMs, 1, example)
        this.#sessions[viewer] = { kind: 'failed', cause }
        return
      }
      outcome.good(startMs)
      time.record(this.#clock.nowMs() - startMs, startMs)
      this.#sessions[viewer] ??= { kind: 'held' }
    }
    await Promise.all(Array.from({ length: this.#options.viewers }, (_, viewer) => connectOne(viewer)))
    recording.stop()
    return { time: time.toData(), outcome: outcome.toData() }
  }

  /** Goes on as one who has signed in once more: see `Links.renew`. */
  async renew(protocol: ViewerProtocol, as: Pick<Destination, 'headers' | 'cookies'>): Promise<void> {
    this.#protocol = protocol
    this.#jars = new Jars({ origin: this.#options.origin, ...as })
    await this.#links.renew(protocol.transport === 'polling')
  }

  /** Opens a connection beside those of the viewers, as one of them would. */
  openAnother(events: ConnectionEvents): Promise<Opening> {
    return this.#open(this.#options.viewers, events)
  }

  /** Begins to take notes. Frames before it are not counted. */
  watch({ roundStartsMs, labels, thread }: Watch): void {
    this.#heldBack.resume()
    this.#notes = new WatchNotes({
      viewers: this.#options.viewers,
      isPolling: this.#protocol.transport === 'polling',
      roundStartsMs,
      labels,
      thread,
      sink: this.#sink,
      lateFromMs: this.#options.lateFromMs,
      log: this.#log,
      clock: this.#clock,
      random: this.#random,
      heldBack: this.#heldBack,
    })
    for (const [viewer, session] of this.#sessions.entries()) {
      if (session.kind === 'failed') this.#notes.sightings.disturb(viewer)
    }
    this.#links.noteHeld()
  }

  /**
   * Waits until every viewer holds the last update of every agent, or the time is up.
   *
   * @param timeoutMs how long the last updates may take to arrive before they count as lost
   * @returns the stage's notes
   */
  async settle(timeoutMs: number): Promise<WatchReport> {
    const notes = this.#notes
    if (!notes) throw new Error('settle() follows watch().')
    notes.stopSampling()
    await this.#heldBack.complete(this.#clock.nowMs())
    await notes.untilComplete(timeoutMs)
    this.#notes = undefined
    const failed = this.#sessions.map(session => (session.kind === 'failed' ? session.cause : undefined))
    return notes.toReport(this.#links.takeHeld(), failed)
  }

  /** Agents of other machines have told all that they sent until then, epoch ms by their clocks: it is in the log. */
  know(untilMs: number): void {
    this.#heldBack.know(untilMs)
  }

  /** Closes all connections. @returns how each session went */
  close(): Session[] {
    const sessions = this.#sessions.map(session => ({ ...session }))
    this.#links.close()
    return sessions
  }

  #open(viewer: number, events: ConnectionEvents): Promise<Opening> {
    const { path, transport = 'websocket' } = this.#protocol
    const { origin, allowed = [] } = this.#options
    const { headers } = this.#jars
    const isSocket = transport === 'websocket' || transport === 'socket.io'
    const options: ConnectionOptions = {
      origin,
      allowed,
      // A browser says where a socket's page came from, and some servers take no other.
      headers: isSocket ? { origin: new URL(origin).origin, ...headers } : headers,
      cookies: this.#jars.of(viewer),
      ...(transport === 'polling' && { phase: this.#random() }),
    }
    return dial(this.#protocol, { index: viewer, path, options }, events)
  }

  #receive(viewer: number, frame: Frame, event: string | undefined): void {
    const notes = this.#notes
    if (!notes) return
    const nowMs = this.#clock.nowMs()
    try {
      if (event !== this.#lastEvent || !isSame(frame, this.#lastFrame)) {
        this.#lastUpdates = checkedUpdates(this.#read(frame, event))
        this.#lastFrame = frame
        this.#lastEvent = event
      }
    } catch (error) {
      notes.unreadable(viewer, unreadable(error, frame, nowMs))
      return
    }
    notes.frame(viewer, nowMs)
    const updates = this.#lastUpdates
    this.#heldBack.at(nowMs, () => this.#see(viewer, { frame, updates, nowMs }, notes))
  }

  #see(
    viewer: number,
    { frame, updates, nowMs }: { frame: Frame; updates: readonly ReceivedUpdate[]; nowMs: number },
    notes: WatchNotes,
  ): void {
    let isOfFleet = false
    for (const update of updates) {
      const seq = update.seq ?? seqOfValue(update.value ?? Number.NaN, update.agent, this.#log.agents)
      if (notes.see(viewer, update, Number.isInteger(seq) ? seq : undefined, nowMs)) isOfFleet = true
    }
    if (!isOfFleet) notes.foreign(() => beginningOf(frame))
  }

  #read(frame: Frame, event: string | undefined): unknown {
    if (typeof frame === 'string') return this.#protocol.read(frame, event)
    if (this.#protocol.readBinary) return this.#protocol.readBinary(frame, event)
    throw new TypeError('the frame is binary, and the protocol has no readBinary')
  }
}

const isSame = (a: Frame, b: Frame): boolean =>
  typeof a === 'string' || typeof b === 'string' ? a === b : a.equals(b)
