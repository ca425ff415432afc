import { patience } from '../patience.ts'
import type { Ledger } from '../account/ledger.ts'
import type { Clock } from '../clock.ts'
import { itemsAt, valuesIn } from '../http/places.ts'
import { Recent } from '../recent.ts'
import { dial } from '../swarm/dial.ts'
import type { Connection, Frame } from '../swarm/transport/transport.ts'
import type { BusRequests } from './bus-requests.ts'

/** Listens to a target that tells of deliveries, and enters them into a ledger. */
export class Deliveries {
  readonly #places: BusRequests['consumed']
  readonly #ledger: Ledger
  readonly #clock: Clock
  readonly #waiting = new Map<string, (atMs: number) => void>()
  /** Those that nobody waited for yet. */
  readonly #early: Recent<number>
  /** Ids that had their effect. */
  readonly #effects: Recent<true>
  #connection: Connection | undefined
  #unheard: string | undefined
  /** Deliveries that the broker said may have been made before: who had them is gone, or its connection is. */
  redelivered = 0
  #effectsTwice = 0

  constructor(places: BusRequests['consumed'], ledger: Ledger, clock: Clock) {
    this.#places = places
    this.#ledger = ledger
    this.#clock = clock
    this.#early = new Recent(clock)
    this.#effects = new Recent(clock)
  }

  /** Opens the socket. */
  async open(options: { origin: string; headers?: Record<string, string> }): Promise<void> {
    const opening = await dial(
      {},
      { index: 0, path: this.#places.path, options: { headers: {}, ...options } },
      {
        onFrame: frame => this.#hear(frame),
        onSign() {},
        onClosed: cause => (this.#unheard ??= `the socket was closed (${cause})`),
      },
    )
    if (opening.kind === 'open') this.#connection = opening.connection
    else this.#unheard = opening.cause
  }

  /** Why deliveries are not told, or not all; absent where they are. */
  get unheard(): string | undefined {
    return this.#unheard
  }

  /** Whether a delivery says that it may have been made before. */
  get tellsAgain(): boolean {
    return this.#places.redelivered !== undefined
  }

  /** Deliveries by which an event had its effect once more; `undefined` where effects are not told. */
  get effectsTwice(): number | undefined {
    return this.#places.effect && this.#effectsTwice
  }

  /** @returns when an event was first worked on, epoch ms; `undefined` where that is not told by then */
  consumed(id: string, untilMs: number): Promise<number | undefined> {
    const earlyMs = this.#early.get(id)
    if (earlyMs !== undefined) return Promise.resolve(earlyMs)
    return new Promise(resolve => {
      const over = (atMs: number | undefined): void => {
        come()
        this.#waiting.delete(id)
        resolve(atMs)
      }
      const come = patience(untilMs - this.#clock.nowMs(), () => over(undefined))
      this.#waiting.set(id, over)
    })
  }

  close(): void {
    this.#connection?.terminate()
  }

  #hear(frame: Frame): void {
    const atMs = this.#clock.nowMs()
    const { events, id: idAt, redelivered, effect } = this.#places
    for (const item of itemsAt(frame.toString(), events)) {
      const [id] = valuesIn(item, idAt)
      if (id === undefined) continue
      const isAgain = redelivered !== undefined && isTrue(item, redelivered)
      if (isAgain) this.redelivered++
      this.#ledger.received(id, { redelivered: isAgain })
      this.#ledger.acked(id)
      if (effect && valuesIn(item, effect.place)[0] !== effect.repeated) {
        if (this.#effects.has(id)) this.#effectsTwice++
        this.#effects.set(id, true)
      }
      const waiting = this.#waiting.get(id)
      if (waiting) waiting(atMs)
      else if (!this.#early.has(id)) this.#early.set(id, atMs)
    }
  }
}

const isTrue = (item: unknown, place: string): boolean =>
  place
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], item) === true
