import type { Channel } from '../rpc.ts'

/** How two sides learn that the other is gone. */
export interface Beats {
  /** How often each side says that it is there, unless it says something else, ms. */
  everyMs: number
  /** After so many of one's own beats without a word from the other it is gone. One's own standstill is not the other's silence. */
  silent: number
}

/** 18 s in all: a machine that stands still for ten seconds is slow, not gone. Seldom, as a run has up to 64 lines. */
export const BEATS: Beats = { everyMs: 2000, silent: 9 }

/**
 * @returns how long one side may stand still and be sure that the other still waits for it, ms: three beats less than that one waits. Its last word may
 * be a beat old, is on its way for a while, and what came within a beat counts as its last moment.
 */
export const surelyAwaitedMs = ({ everyMs, silent }: Beats): number => (silent - 3) * everyMs

type Wire = { rpc: unknown } | { beat: true } | { ended: string }

/** A channel between the one that has work and a worker, over any means that hands on messages in their order. It ends when the other side is silent. */
export class Line implements Channel {
  readonly #write: (message: Wire) => void
  readonly #ended: (reason: string) => void
  readonly #listeners = new Set<(message: unknown) => void>()
  readonly #timer: NodeJS.Timeout
  #silent = 0
  #isAlone: boolean
  #hasSpoken = false
  #isOver = false

  /**
   * @param ended is told once why it is over, unless `close` ended it
   * @param isAlone whether nobody need be there yet: silence counts from the first word on. Default false.
   */
  constructor(
    write: (message: unknown) => void,
    ended: (reason: string) => void,
    beats: Beats = BEATS,
    isAlone = false,
  ) {
    this.#isAlone = isAlone
    this.#write = write
    this.#ended = ended
    this.#timer = setInterval(() => this.#beat(beats), beats.everyMs)
  }

  postMessage(rpc: unknown): void {
    if (this.#isOver) return
    this.#hasSpoken = true
    this.#write({ rpc })
  }

  on(_event: 'message', listener: (message: unknown) => void): void {
    this.#listeners.add(listener)
  }

  off(_event: 'message', listener: (message: unknown) => void): void {
    this.#listeners.delete(listener)
  }

  /** Takes what the other side wrote. */
  receive(message: unknown): void {
    if (this.#isOver) return
    this.#silent = 0
    this.#isAlone = false
    const wire = message as Wire
    if ('ended' in wire) this.end(wire.ended)
    else if ('rpc' in wire) for (const listener of this.#listeners) listener(wire.rpc)
  }

  /** It is over, for a reason that the other side did not give. */
  end(reason: string): void {
    if (this.#isOver) return
    this.#isOver = true
    clearInterval(this.#timer)
    this.#ended(reason)
  }

  /** It is over, for a reason that the other side does not know yet. @param told what that is told, as the rest of a sentence that begins with this side */
  giveUp(reason: string, told: string): void {
    if (this.#isOver) return
    this.#write({ ended: told })
    this.end(reason)
  }

  /** Ends it and tells the other side. @param reason what that is told */
  close(reason: string): void {
    if (!this.#isOver) this.#write({ ended: reason })
    this.#isOver = true
    clearInterval(this.#timer)
  }

  #beat({ everyMs, silent }: Beats): void {
    if (this.#isAlone) return
    if (++this.#silent > silent) {
      // It may only be slow: then it learns that nobody waits for it any more.
      this.giveUp(
        `said nothing for ${(silent * everyMs) / 1000} s`,
        'was given up, because nothing was heard of it',
      )
    } else if (!this.#hasSpoken) this.#write({ beat: true })
    this.#hasSpoken = false
  }
}
