import type { LedgerCounts } from './ledger.ts'

/** What a broker says of its queues, all of them together. */
export interface QueueCounts {
  /** When it was told, epoch ms. */
  atMs: number
  /** Messages that wait: at this moment. */
  ready: number
  /** Messages that consumers have and did not acknowledge; as old as these counts may be. `undefined` where nobody tells. */
  unacked: number | undefined
}

/** Whether nothing was left when the accounts were closed, by the broker's own counts. */
export type Drain =
  | { kind: 'drained'; /** From when on it is known, epoch ms. */ atMs: number }
  | { kind: 'not-drained'; /** The last that was seen to be left. */ last: QueueCounts }
  /** Nothing waits; what consumers have and did not acknowledge is not known. */
  | { kind: 'unacked-unknown' }
  /** The broker told nothing that is young enough. */
  | { kind: 'untold' }

/**
 * Silence shows nothing: a consumer that hangs is silent too.
 *
 * @param told in order of time
 * @param lastSentMs when the last message was sent or last told of, epoch ms
 * @param staleMs how old may be what is told of messages that are not acknowledged, ms: a broker counts them each few seconds. What waits is told as it is.
 * @returns whether the queues were empty at a moment after the last message: nothing waited from when on the counts may be, and none was not acknowledged
 */
export function drainOf(told: readonly QueueCounts[], lastSentMs: number, staleMs: number): Drain {
  const since = told.filter(({ atMs }) => atMs >= lastSentMs)
  const young = since.filter(({ atMs }) => atMs - staleMs >= lastSentMs)
  const empty = young.find(({ atMs, unacked }) => unacked === 0 && noneWaited(since, atMs - staleMs, atMs))
  if (empty) return { kind: 'drained', atMs: empty.atMs }
  const last = young.at(-1)
  if (!last) return { kind: 'untold' }
  if (last.unacked === undefined && last.ready === 0) return { kind: 'unacked-unknown' }
  return {
    kind: 'not-drained',
    last: since.findLast(({ ready, unacked = 0 }) => ready + unacked > 0) ?? last,
  }
}

const noneWaited = (told: readonly QueueCounts[], fromMs: number, untilMs: number): boolean =>
  told.every(({ atMs, ready }) => atMs < fromMs || atMs > untilMs || ready === 0)

/** What was left in the queues at a moment. */
export type Left = { kind: 'counted'; messages: number } | { kind: 'unknown'; /** A sentence. */ why: string }

/**
 * @param dueMs when nothing should be left any more, epoch ms
 * @returns what was left then, by what the broker told next; nothing where the queues were empty at a moment before. The other parameters are those of `drainOf`.
 */
export function leftAt(
  dueMs: number,
  told: readonly QueueCounts[],
  lastSentMs: number,
  staleMs: number,
): Left {
  const due = told.find(({ atMs }) => atMs >= dueMs)
  const drain = drainOf(told, lastSentMs, staleMs)
  if (drain.kind === 'drained' && drain.atMs - staleMs <= (due?.atMs ?? dueMs))
    return { kind: 'counted', messages: 0 }
  if (!due) return { kind: 'unknown', why: 'The broker did not tell how much was left.' }
  if (due.unacked === undefined && due.ready === 0)
    return {
      kind: 'unknown',
      why: 'No event waited any more, and what consumers had and did not acknowledge is not known of this broker.',
    }
  return { kind: 'counted', messages: due.ready + (due.unacked ?? 0) }
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
  return { kind: 'inconclusive', why: `${missing}, and ${whereTheyMayBe(drain)}.` }
}

function whereTheyMayBe(drain: Exclude<Drain, { kind: 'drained' }>): string {
  if (drain.kind === 'untold') return 'the broker did not tell whether its queues are empty'
  if (drain.kind === 'unacked-unknown')
    return 'consumers may have them: what these did not acknowledge is not known of this broker'
  const { ready, unacked } = drain.last
  const had = unacked === undefined ? '' : ` and ${unacked} are not acknowledged`
  return `the queues are not empty: ${ready} messages wait${had}`
}
