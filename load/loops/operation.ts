/** Why a unit of work is no good one. */
export type FaultKind =
  /** What came back is not what is good: somebody is there, and answers. */
  | 'answer'
  /** Nothing whole came in time: it takes at least as long as the time-out. */
  | 'timeout'
  /** There is no connection, or it broke. */
  | 'connection'
  /** It was lost on a connection that had carried others, which the target had just closed, and could not be sent again. */
  | 'recycled'
  /** This machine could not do it: the target was not asked. */
  | 'own-limit'
  /** It can't be formed from what it was given: the target was not asked. */
  | 'unsendable'

/** Among an outcome's values: that it was begun again, because the target had just closed the connection. */
export const RESENT = 'resent'

/** What was wrong. */
export interface Fault {
  kind: FaultKind
  /** Groups faults that are alike, for people: `status 503`, `timeout`, `ECONNREFUSED`. */
  cause: string
  /** This one, as text; empty where there is nothing to tell. */
  example: string
}

/** A moment within a unit of work. */
export interface Mark {
  /** `head`, `chunk`, ...: what the protocol calls it. */
  name: string
  /** Epoch ms. */
  ms: number
}

/** How a unit of work ended. All implementations set all fields, in this order: the loops' code meets one shape. */
export interface Outcome {
  /** When it began and ended, epoch ms. */
  startMs: number
  endMs: number
  /** Absent where it is good. */
  fault: Fault | undefined
  /** In order of time; those of one name are told apart by their place. */
  marks: readonly Mark[] | undefined
  /** Bytes on the wire. */
  sizes: { sentBytes: number; receivedBytes: number } | undefined
  /** What is summed or judged beside time, by name: tokens, cost, the work's own time. */
  values: Readonly<Record<string, number>> | undefined
}

/**
 * One unit of work of any protocol: all that loops know of what they drive. It never throws: what goes wrong is an outcome.
 *
 * @param index of the arrival, from 0
 * @param intendedMs when it was due, epoch ms: its time-out counts from there
 * @param signal aborted when nothing that was begun is waited for any more
 * @param readyMs since when it could be begun, epoch ms: where that was more than a second ago this side was late, and its time-out is put off by that.
 *   Default: `intendedMs`
 */
export type Operation = (
  index: number,
  intendedMs: number,
  signal: AbortSignal,
  readyMs?: number,
) => Promise<Outcome>

/** @returns the time of the first mark of a name, epoch ms */
export function markMs({ marks = [] }: Outcome, name: string): number | undefined {
  return marks.find(mark => mark.name === name)?.ms
}
