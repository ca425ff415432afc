import type { Clock } from '../../clock.ts'
import type { Done, Sender } from '../sender.ts'
import type { PreparedRequest } from '../wire/prepared-request.ts'

/** A card of a client's deck, ready to be sent. */
export interface Turn {
  /** Its index in the mix. */
  entry: number
  prepared: PreparedRequest
}

/** What all clients of a closed loop share. */
export interface LoopMeans {
  sender: Sender
  clock: Clock
  /** Whether nothing more is to be sent. */
  isOver: () => boolean
  /** Is told of each request how it ended. */
  heard: (entry: number, done: Done) => void
}

/** One client of a closed loop: it has one request under way, and a deck that it goes through over and over. */
export class LoopClient {
  readonly turns: readonly Turn[]
  readonly #means: LoopMeans
  #place = 0

  /** @param turns at least one */
  constructor(turns: readonly Turn[], means: LoopMeans) {
    this.turns = turns
    this.#means = means
  }

  /** @returns the card that is sent next; the first again after the last */
  next(): Turn {
    const turn = this.turns[this.#place] as Turn
    this.#place = (this.#place + 1) % this.turns.length
    return turn
  }

  /** Sends one request after the other by the sender, until the run is over. */
  readonly goOn = (): void => {
    const { sender, clock, isOver, heard } = this.#means
    if (isOver()) return
    const { entry, prepared } = this.next()
    sender.send(prepared, clock.nowMs(), done => {
      heard(entry, done)
      this.goOn()
    })
  }
}
