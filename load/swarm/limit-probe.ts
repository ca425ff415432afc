import { setTimeout as delay } from 'node:timers/promises'
import { mergeTallies, Tally } from '../measure/tally.ts'
import type { Clock } from '../clock.ts'
import type { Measurement, TallyData } from '../measure/measurement.ts'
import type { Connection, ConnectionEvents, Opening } from './transport/transport.ts'

/** How a target's connection limit is looked for. */
export interface LimitOrder {
  /** Connections that the target should still take. */
  free: number
  /** How many more are tried: each must be refused clearly. */
  beyond: number
}

/** What was found. Serialisable. */
export interface LimitReport {
  /** Connections taken before the first refusal. */
  taken: number
  /** Each connection beyond the limit; bad: taken, or refused in a way that tells a client nothing. */
  refusals: TallyData
}

/** A target may take a handshake and close it with the reason: it has this long to do so. */
const CLOSES_WITHIN_MS = 1000

/** Refusals that tell a client to come back later: status 503, or close code 1013 (RFC 6455 and its registry: "Try Again Later"). */
const CLEAR = /^(status 503|closed 1013)\b/

/**
 * Opens connections until the target refuses them, and some more. What was opened is closed at the end.
 *
 * @param open opens one connection
 */
export async function probeLimit(
  open: (events: ConnectionEvents) => Promise<Opening>,
  { free, beyond }: LimitOrder,
  clock: Clock,
): Promise<LimitReport> {
  const refusals = new Tally()
  const held: Connection[] = []
  let taken = 0
  let refused = 0
  try {
    while (refused < beyond && taken + refused < free + beyond) {
      const isBeyond = refused > 0 || taken >= free
      const outcome = await tryOne(open, isBeyond)
      if (outcome.kind === 'taken') held.push(outcome.connection)
      if (outcome.kind === 'taken' && !isBeyond) {
        taken++
        continue
      }
      refused++
      if (outcome.kind === 'taken') refusals.bad('accepted beyond the limit', clock.nowMs())
      else if (CLEAR.test(outcome.cause)) refusals.good(clock.nowMs())
      else refusals.bad(`refused by ${outcome.cause}`, clock.nowMs())
    }
  } finally {
    for (const connection of held) connection.close()
  }
  return { taken, refusals: refusals.toData() }
}

/**
 * @param held connections that were open before
 * @param found what was found, and how many of those were lost meanwhile, each as often as it was
 * @returns `realtime.limit`: a tally of the connections tried beyond the limit and of those held; bad: refused unclearly, taken, or cut
 */
export function limitMeasurement(
  { refusals, lost }: LimitReport & { lost: number },
  held: number,
  window: Measurement['window'],
): Measurement {
  const kept = new Tally()
  kept.good(window.startMs, Math.max(0, held - lost))
  if (lost > 0) kept.bad('dropped while others were refused', window.startMs, lost)
  return {
    metric: 'realtime.limit',
    unit: 'count',
    labels: {},
    window,
    data: mergeTallies([refusals, kept.toData()]),
    doubts: [],
  }
}

type Outcome = { kind: 'taken'; connection: Connection } | { kind: 'refused'; cause: string }

/** @param waits whether the target is given time to close what it took */
async function tryOne(
  open: (events: ConnectionEvents) => Promise<Opening>,
  waits: boolean,
): Promise<Outcome> {
  const { promise: closed, resolve } = Promise.withResolvers<string>()
  const opening = await open({ onFrame: () => {}, onSign: () => {}, onClosed: resolve })
  if (opening.kind === 'failed') return { kind: 'refused', cause: opening.cause }
  const stillOpen = new AbortController()
  const cause = waits
    ? await Promise.race([
        closed,
        delay(CLOSES_WITHIN_MS, undefined, { signal: stillOpen.signal }).catch(() => undefined),
      ])
    : undefined
  stillOpen.abort()
  return cause === undefined ? { kind: 'taken', connection: opening.connection } : { kind: 'refused', cause }
}
