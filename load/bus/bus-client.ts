import type { Ledger } from '../account/ledger.ts'
import type { Clock } from '../clock.ts'
import { faulty, named } from '../http/asker.ts'
import type { Asker } from '../http/asker.ts'
import type { FurtherFigure } from '../loops/operation-record.ts'
import { markMs } from '../loops/operation.ts'
import type { Outcome } from '../loops/operation.ts'
import type { BusRequests } from './bus-requests.ts'
import type { Deliveries } from './deliveries.ts'

/** The mark of the moment in which the target has said that the broker has an event. */
const CONFIRMED = 'confirmed'

/** How long it took until an event was confirmed, from when it was due, ms. */
export const confirmTime: FurtherFigure = {
  name: 'confirm',
  unit: 'ms',
  of(outcome) {
    const confirmedMs = markMs(outcome, CONFIRMED)
    return confirmedMs === undefined ? undefined : confirmedMs - outcome.startMs
  },
}

/** Publishes events, and follows each until it was worked on. */
export class BusClient {
  readonly #requests: BusRequests
  readonly #asker: Asker
  readonly #ledger: Ledger
  readonly #deliveries: Deliveries
  readonly #clock: Clock
  /** How many events it has published, or tried to. */
  sent = 0

  constructor(requests: BusRequests, asker: Asker, ledger: Ledger, deliveries: Deliveries, clock: Clock) {
    this.#requests = requests
    this.#asker = asker
    this.#ledger = ledger
    this.#deliveries = deliveries
    this.#clock = clock
  }

  /** Publishes an event that nobody has published before. @returns when it was worked on, or what was wrong */
  async publish(id: string, kind: string, intendedMs: number): Promise<Outcome> {
    this.sent++
    this.#ledger.sent(id, this.#clock.nowMs())
    const { publish, refused = [] } = this.#requests
    const { outcome, status } = await this.#asker.ask(publish, { id, kind }, intendedMs)
    const { fault } = outcome
    if (fault) {
      const wasNotTaken =
        fault.kind === 'unsendable' || fault.kind === 'own-limit' || refused.includes(status ?? 0)
      if (wasNotTaken) this.#ledger.refused(id)
      else this.#ledger.untold(id)
      return named('publish', outcome)
    }
    this.#ledger.confirmed(id)
    const untilMs = intendedMs + this.#asker.timeoutMs
    const atMs = await this.#deliveries.consumed(id, untilMs)
    const confirmed = { ...outcome, marks: [{ name: CONFIRMED, ms: outcome.endMs }] }
    if (atMs !== undefined) return { ...confirmed, endMs: Math.max(atMs, outcome.startMs) }
    const late = { kind: 'timeout', cause: 'not worked on in time', example: '' } as const
    return faulty({ ...confirmed, endMs: untilMs }, late)
  }
}
