import type { Clock } from '../../clock.ts'
import { LONGEST_TIMER_MS } from '../../long-timer.ts'

/** What has to be over by a time. */
export interface Timed {
  /** Epoch ms. Not to be changed while it is in the list. */
  deadlineMs: number
  /** Its neighbours in the list, which belong to the list. */
  before: Timed | undefined
  after: Timed | undefined
  /** Is called once, where it is still in the list by then. */
  timeOut(): void
}

/**
 * Deadlines with one timer for all of them: a timer for each request costs more than the rest of its bookkeeping. They come nearly in order, as the
 * requests of a workload do that has one time-out, and most are taken out before they are due.
 */
export class Deadlines {
  readonly #clock: Clock
  #first: Timed | undefined
  #last: Timed | undefined
  #timer: NodeJS.Timeout | undefined
  /** When the timer is due, epoch ms. */
  #dueMs = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Puts one in. */
  add(one: Timed): void {
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
    this.#timer = undefined
    this.#first = undefined
    this.#last = undefined
  }

  #arm(): void {
    const deadlineMs = this.#first?.deadlineMs
    if (deadlineMs === undefined || (this.#timer && this.#dueMs <= deadlineMs)) return
    clearTimeout(this.#timer)
    this.#dueMs = deadlineMs
    this.#timer = setTimeout(
      this.#look,
      Math.min(LONGEST_TIMER_MS, Math.max(1, deadlineMs - this.#clock.nowMs())),
    )
  }

  readonly #look = (): void => {
    this.#timer = undefined
    // A timer may be a little early: then it is set once more.
    const nowMs = this.#clock.nowMs()
    for (let first = this.#first; first && first.deadlineMs <= nowMs; first = this.#first) {
      this.remove(first)
      first.timeOut()
    }
    this.#arm()
  }
}
