import type { Labels } from '../../measure/measurement.ts'
import type { WeightedRequest } from './deck.ts'
import type { SenderOptions } from '../sender.ts'

/** What a closed loop sends, and over how many connections. Serialisable. */
export interface ClosedLoopOptions extends SenderOptions {
  /** At least one. Of several each client sends a shuffled deck over and over: see `deckOf`. */
  requests: WeightedRequest[]
  /** Clients, each with one connection and one request under way. */
  connections: number
  /** Measured seconds, a whole number of at least 1; half a second before them warms up. */
  seconds: number
  /** For how long, before the warm-up and outside of what is measured, clients begin one part of them after the other: see `rampUp`. Default 0: all at once. */
  rampMs?: number | undefined
  /** Prefix of the metrics: `api` gives `api.capacity`, `api.closed.latency`, `api.closed.errors`. */
  metric: string
  /** Of all its measurements, besides those of each request. */
  labels: Labels
  /** The part that is this machine's, of a loop that several share: every `count`th of the clients, from number `index` on. Default: all. */
  share?: { index: number; count: number }
}
