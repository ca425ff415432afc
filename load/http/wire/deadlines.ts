import type { Clock } from '../../clock.ts'

/** What has to be over by a time. */
export interface Timed {
  /** Epoch ms. Not to be changed while it is in the list. */
  deadlineMs: number
  /** Since when it could be begun, epoch ms: what this side is late by then, from a second on, is no time of the target's. Absent: when it is put in. */
  readonly readyMs?: number
  /** Its neighbours in the list, which belong to the list. */
  before: Timed | undefined
  after: Timed | undefined
  /** Is called once, where it is still in the list by then. */
  timeOut(): void
  /** The list's own: it was given the time of a standstill already. */
  isPutOff?: boolean
}

/** A timer that is later than this, ms, tells of a standstill: of this process, or of its machine. */
const STANDSTILL_MS = 1000

/** While something waits it is looked so often, ms, whether there was one. */
const LOOK_EVERY_MS = 250

/**
 * Deadlines with one timer for all of them: a timer for each request costs more than the rest of its bookkeeping. They come nearly in order, as the
 * requests of a workload do that has one time-out, and most are taken out before they are due.
 *
 * A target is not blamed for time in which this process did nothing. What had arrived by then is read first: in a turn of Node.js's event loop timers come
 * before sockets. And after a standstill, in which what was to be sent may not have been, all that waits is put off once by its length.
 */
export class Deadlines {
  readonly #clock: Clock
  #first: Timed | undefined
  #last: Timed | undefined
  #timer: NodeJS.Timeout | undefined
  #reading: NodeJS.Immediate | undefined
  /** When the timer was set, and when it is due, epoch ms. */
  #setMs = 0
  #dueMs = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Puts one in. One that comes after a standstill in which nothing waited is put off by how late it is. */
  add(one: Timed): void {
    const lateMs = one.readyMs === undefined ? 0 : this.#clock.nowMs() - one.readyMs
    one.isPutOff = lateMs > STANDSTILL_MS
    if (one.isPutOff) one.deadlineMs += lateMs
    let before = this.#last
    while (before && before.deadlineMs > one.deadlineMs) before = before.before
    const after = before ? before.after : this.#first
    one.before = before
    one.after = after
    if (before) before.after = one
    else this.#first = one
    if (after) after.before = one
    else this.#last = one
    // The timer of an earlier one that is gone meanwhile comes too early, and sets the next.
    if (this.#first === one) this.#arm()
  }

  /** Takes one out; nothing happens where it is not in the list. */
  remove(one: Timed): void {
    const { before, after } = one
    if (before) before.after = after
    else if (this.#first === one) this.#first = after
    else return
    if (after) after.before = before
    else this.#last = before
    one.before = undefined
    one.after = undefined
  }

  /** Forgets all. */
  stop(): void {
    clearTimeout(this.#timer)
    clearImmediate(this.#reading)
    this.#timer = undefined
    this.#first = undefined
    this.#last = undefined
  }

  #arm(): void {
    const deadlineMs = this.#first?.deadlineMs
    if (deadlineMs === undefined || (this.#timer && this.#dueMs <= deadlineMs)) return
    clearTimeout(this.#timer)
    this.#setMs = this.#clock.nowMs()
    this.#dueMs = Math.min(deadlineMs, this.#setMs + LOOK_EVERY_MS)
    this.#timer = setTimeout(this.#look, Math.max(1, this.#dueMs - this.#setMs))
  }

  readonly #look = (): void => {
    this.#timer = undefined
    const nowMs = this.#clock.nowMs()
    if (nowMs - this.#dueMs > STANDSTILL_MS) this.#putOff(nowMs - this.#setMs)
    this.#reading = setImmediate(this.#expire)
  }

  /** Their order stays: of two the later one was put off no less. */
  #putOff(ms: number): void {
    for (let one = this.#first; one; one = one.after) {
      if (one.isPutOff) continue
      one.deadlineMs += ms
      one.isPutOff = true
    }
  }

  readonly #expire = (): void => {
    // A timer may be a little early: then it is set once more.
    const nowMs = this.#clock.nowMs()
    for (let first = this.#first; first && first.deadlineMs <= nowMs; first = this.#first) {
      this.remove(first)
      first.timeOut()
    }
    this.#arm()
  }
}
