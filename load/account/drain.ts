import type { LedgerCounts } from './ledger.ts'

/** What a broker says of its queues, all of them together. */
export interface QueueCounts {
  /** When it was told, epoch ms. */
  atMs: number
  /** Messages that wait. */
  ready: number
  /** Messages that consumers have and did not acknowledge. */
  unacked: number
}

/** Whether nothing was left when the accounts were closed, by the broker's own counts. */
export type Drain =
  | { kind: 'drained'; /** From when on it is known, epoch ms. */ atMs: number }
  | { kind: 'not-drained'; /** What was left at last. */ last: QueueCounts }
  /** The broker told nothing that is young enough. */
  | { kind: 'untold' }

/**
 * Silence shows nothing: a consumer that hangs is silent too.
 *
 * @param told in order of time
 * @param lastSentMs when the last message was sent or last told of, epoch ms
 * @param staleMs how old a broker's counts may be when it tells them, ms: RabbitMQ's management counts each 5 s. 0 where they are taken as they are asked for.
 * @returns whether the queues were empty at a moment after the last message
 */
export function drainOf(told: readonly QueueCounts[], lastSentMs: number, staleMs: number): Drain {
  const young = told.filter(({ atMs }) => atMs - staleMs >= lastSentMs)
  const empty = young.find(({ ready, unacked }) => ready + unacked === 0)
  if (empty) return { kind: 'drained', atMs: empty.atMs }
  const last = young.at(-1)
  return last ? { kind: 'not-drained', last } : { kind: 'untold' }
}

/** What can be said of losses. */
export type Loss =
  /** Of so many whose taking was confirmed. */
  | { kind: 'counted'; confirmed: number; lost: number }
  /** What is not there may still be in a queue. */
  | { kind: 'inconclusive'; /** A sentence. */ why: string }
  /** Nothing was confirmed: there was nothing to lose. */
  | { kind: 'no-data'; /** A sentence. */ why: string }

/** @returns how many were lost, where that can be said. That none are missing needs no drain. */
export function lossOf({ sent, confirmed, lost }: LedgerCounts, drain: Drain): Loss {
  if (sent === 0) return { kind: 'no-data', why: 'No message was sent.' }
  if (confirmed === 0)
    return { kind: 'no-data', why: `None of ${sent} messages was confirmed: none can be lost.` }
  if (lost === 0 || drain.kind === 'drained') return { kind: 'counted', confirmed, lost }
  const missing = `${lost} of ${confirmed} confirmed messages did not arrive`
  if (drain.kind === 'untold') {
    const why = `${missing}, and the broker did not tell whether its queues are empty.`
    return { kind: 'inconclusive', why }
  }
  const { ready, unacked } = drain.last
  const left = `${ready} messages wait and ${unacked} are not acknowledged`
  return { kind: 'inconclusive', why: `${missing}, and the queues are not empty: ${left}.` }
}
