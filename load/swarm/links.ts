import type { Clock } from '../clock.ts'
import { backOffMs } from '../back-off.ts'
import type { ReconnectPolicy } from '../back-off.ts'
import { LONGEST_TIMER_MS } from '../long-timer.ts'
import type { TallyData } from '../measure/measurement.ts'
import { Tally } from '../measure/tally.ts'
import { OutageNotes } from './outage-notes.ts'
import type { OutageReport } from './outage-notes.ts'
import type { Connection, ConnectionEvents, Failure, Frame, Opening } from './transport/transport.ts'

/** What the connections of one side are made of. */
export interface LinksOptions {
  /** How many there are; each has a slot from 0. */
  count: number
  /** Opens the connection of a slot. */
  open(slot: number, events: ConnectionEvents): Promise<Opening>
  /** A frame arrived. */
  onFrame(slot: number, frame: Frame, event?: string): void
  /** A connection was lost that nobody here closed, or interrupted. */
  onLost(slot: number, cause: string): void
  /** One that was interrupted goes on, or one is back that had ended with the sign-in that it was opened with. Default: nothing is done. */
  onResumed?(slot: number): void
  /** Whether frames are expected all the time, so that their absence is silence even where the transport has no ping. */
  expectsFrames: boolean
  reconnect: ReconnectPolicy
  /** Gives numbers in [0, 1), for the jitter. */
  random(): number
}

/** How often silence is looked for, as a share of what counts as one. */
const SILENCE_LOOKS = 6

/** The connections of the agents or the viewers of one thread. During an outage those that are lost come back by themselves. */
export class Links {
  readonly #options: LinksOptions
  readonly #clock: Clock
  readonly #connections: (Connection | undefined)[]
  /** When each was last heard of, epoch ms. */
  readonly #heardMs: Float64Array
  /** When each was last asked for a sign of life, epoch ms. */
  readonly #askedMs: Float64Array
  /** Those that are interrupted, with the cause and since when, epoch ms. */
  readonly #interrupted = new Map<number, { cause: string; sinceMs: number }>()
  /** How opening each went at last. */
  readonly #opening = new Map<number, Promise<Failure | undefined>>()
  /** How often there were other credentials, and with which of them each was opened at last. */
  #generation = 0
  readonly #generations = new Map<number, number>()
  #lost = 0
  /** Why connections were lost since `noteHeld`, and how many were open then. */
  #held = new Tally()
  #outage: { notes: OutageNotes; looking: NodeJS.Timeout; waiting: Set<NodeJS.Timeout> } | undefined
  #lookedMs = 0
  #isClosed = false

  constructor(options: LinksOptions, clock: Clock) {
    this.#options = options
    this.#clock = clock
    this.#connections = Array.from({ length: options.count }, () => undefined)
    this.#heardMs = new Float64Array(options.count)
    this.#askedMs = new Float64Array(options.count)
  }

  /** How many connections were lost so far. */
  get lost(): number {
    return this.#lost
  }

  /** @returns the open connection of a slot */
  at(slot: number): Connection | undefined {
    return this.#connections[slot]
  }

  /** Opens the connection of a slot. @returns why it failed; `undefined` when it is open */
  open(slot: number): Promise<Failure | undefined> {
    const opening = this.#open(slot)
    this.#opening.set(slot, opening)
    return opening
  }

  /**
   * Goes on with other credentials: opens what was opened once and is not open. What is open may end with those that it was opened with: it is then opened
   * anew, once. During an outage all come back by themselves, with them.
   *
   * @param each whether credentials go with each question, so that what is open is opened anew too
   */
  async renew(each: boolean): Promise<void> {
    this.#generation++
    const opened = [...this.#opening].map(async ([slot, opening]) => {
      await opening
      if (this.#outage || this.#isClosed || !this.#isOfBefore(slot)) return
      if (each) {
        this.#connections[slot]?.close()
        this.#connections[slot] = undefined
      }
      if (!this.#connections[slot]) await this.open(slot)
    })
    await Promise.all(opened)
  }

  /** Whether a slot was last opened with credentials that are others now. */
  #isOfBefore(slot: number): boolean {
    return (this.#generations.get(slot) ?? 0) < this.#generation
  }

  async #open(slot: number): Promise<Failure | undefined> {
    this.#generations.set(slot, this.#generation)
    const opening = await this.#options.open(slot, {
      onFrame: (frame, event) => {
        this.#heardMs[slot] = this.#clock.nowMs()
        this.#options.onFrame(slot, frame, event)
      },
      onSign: () => (this.#heardMs[slot] = this.#clock.nowMs()),
      onInterrupted: cause => this.#interrupt(slot, cause),
      onResumed: () => this.#resume(slot),
      onClosed: cause => this.#lose(slot, cause),
    })
    if (opening.kind === 'failed') return opening
    if (this.#isClosed) {
      opening.connection.close()
      return { cause: 'closed meanwhile' }
    }
    this.#heardMs[slot] = this.#clock.nowMs()
    this.#connections[slot] = opening.connection
    return undefined
  }

  /** From now on connections that are lost are counted for `takeHeld`. */
  noteHeld(): void {
    this.#held = new Tally()
  }

  /** @returns the connections that are open, and as bad those that were lost since `noteHeld`, by cause */
  takeHeld(): TallyData {
    const open = this.#connections.filter(connection => connection !== undefined).length
    for (const { cause } of this.#interrupted.values()) this.#held.bad(cause, this.#clock.nowMs())
    this.#held.good(this.#clock.nowMs(), open - this.#interrupted.size)
    return this.#held.toData()
  }

  /** From now on what is lost, or silent for too long, is opened again after its back-off; and it is noted, anew each time this is called. */
  beginOutage(): void {
    if (this.#outage) this.endOutage()
    const open = this.#connections.filter(connection => connection !== undefined).length
    const { silenceMs } = this.#options.reconnect
    this.#lookedMs = this.#clock.nowMs()
    this.#heardMs.fill(this.#lookedMs)
    this.#outage = {
      notes: new OutageNotes(open),
      looking: setInterval(
        () => this.#lookForSilence(),
        Math.min(LONGEST_TIMER_MS, silenceMs / SILENCE_LOOKS),
      ),
      waiting: new Set(),
    }
  }

  /** @returns how many connections the outage has cost so far, and how many of them are not back */
  outageState(): { held: number; lost: number; away: number } {
    return this.#outage?.notes.state() ?? { held: 0, lost: 0, away: 0 }
  }

  /** Ends the coming back. @returns what was noted @throws Error when no outage was begun */
  endOutage(): OutageReport {
    const outage = this.#outage
    if (!outage) throw new Error('endOutage() follows beginOutage().')
    this.#outage = undefined
    clearInterval(outage.looking)
    for (const timer of outage.waiting) clearTimeout(timer)
    return outage.notes.toReport()
  }

  /** Closes all, and what is still being opened once it is. */
  close(): void {
    this.#isClosed = true
    if (this.#outage) this.endOutage()
    for (const connection of this.#connections) connection?.close()
    this.#connections.fill(undefined)
  }

  #interrupt(slot: number, cause: string): void {
    const sinceMs = this.#clock.nowMs()
    this.#interrupted.set(slot, { cause, sinceMs })
    this.#lost++
    this.#options.onLost(slot, cause)
    this.#outage?.notes.lost(slot, sinceMs, cause)
  }

  #resume(slot: number): void {
    const nowMs = this.#clock.nowMs()
    const { cause = '', sinceMs = nowMs } = this.#interrupted.get(slot) ?? {}
    this.#interrupted.delete(slot)
    this.#heardMs[slot] = nowMs
    this.#held.bad(`cut, and resumed: ${cause}`, nowMs, 1, `away for ${Math.round(nowMs - sinceMs)} ms`)
    this.#options.onResumed?.(slot)
    this.#outage?.notes.tried(nowMs)
    this.#outage?.notes.back(slot, nowMs)
  }

  #lose(slot: number, cause: string): void {
    const nowMs = this.#clock.nowMs()
    this.#connections[slot] = undefined
    // One that was interrupted is lost since then.
    if (!this.#interrupted.delete(slot)) this.#lost++
    this.#held.bad(cause, nowMs)
    this.#options.onLost(slot, cause)
    this.#outage?.notes.lost(slot, nowMs, cause)
    if (this.#outage) this.#reopenLater(slot, 0)
    else if (this.#isOfBefore(slot)) void this.#openAnew(slot)
  }

  async #openAnew(slot: number): Promise<void> {
    const failure = await this.open(slot)
    if (!failure) this.#options.onResumed?.(slot)
  }

  #reopenLater(slot: number, failures: number): void {
    const outage = this.#outage
    if (!outage) return
    const waitMs = backOffMs(this.#options.reconnect, failures, () => this.#options.random())
    const timer = setTimeout(() => {
      outage.waiting.delete(timer)
      void this.#reopen(slot, failures)
    }, waitMs)
    outage.waiting.add(timer)
  }

  async #reopen(slot: number, failures: number): Promise<void> {
    this.#outage?.notes.tried(this.#clock.nowMs())
    const failure = await this.open(slot)
    if (failure) {
      this.#outage?.notes.refused(failure.cause)
      this.#reopenLater(slot, failures + 1)
      return
    }
    this.#outage?.notes.back(slot, this.#clock.nowMs())
  }

  #lookForSilence(): void {
    const { silenceMs } = this.#options.reconnect
    const nowMs = this.#clock.nowMs()
    const wasHeldUp = nowMs - this.#lookedMs > (2 * silenceMs) / SILENCE_LOOKS
    this.#lookedMs = nowMs
    // What came while this thread was held up has not been read yet: the silence may be ours.
    if (wasHeldUp) return
    for (const [slot, connection] of this.#connections.entries()) {
      // One that is interrupted comes back by itself.
      if (!connection || this.#interrupted.has(slot)) continue
      if (!connection.ping && !this.#options.expectsFrames) continue
      const heardMs = this.#heardMs[slot] ?? nowMs
      const askedMs = this.#askedMs[slot] ?? 0
      const wasAsked = askedMs > heardMs && nowMs - askedMs > silenceMs / 2
      if (connection.ping && askedMs <= heardMs && nowMs - heardMs > silenceMs / 2) {
        this.#askedMs[slot] = nowMs
        connection.ping()
      } else if (nowMs - heardMs > silenceMs && (wasAsked || !connection.ping)) {
        connection.terminate()
        this.#lose(slot, `silent for ${silenceMs} ms`)
      }
    }
  }
}
