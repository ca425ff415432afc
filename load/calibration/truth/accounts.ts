import type { HubRecords } from './truth-api.ts'

/** What a viewer that sees all that was passed on has to account for. */
export interface Accounts {
  expected: number
  lost: number
  duplicated: number
  reordered: number
}

/**
 * Keeps the accounts of one viewer by the hub's own books: an update that was never passed on is lost, one passed on again is duplicated, one
 * passed on for the first time after a newer one of its agent is reordered.
 */
export function accountsOf({ received, passed }: HubRecords): Accounts {
  const seen = new Set<string>()
  const newest = new Map<number, number>()
  let duplicated = 0
  let reordered = 0
  for (const { agent, seq } of passed) {
    const update = `${agent} ${seq}`
    const latest = newest.get(agent) ?? -1
    if (seen.has(update)) duplicated++
    else if (seq < latest) reordered++
    seen.add(update)
    newest.set(agent, Math.max(latest, seq))
  }
  return { expected: received.length, lost: received.length - seen.size, duplicated, reordered }
}
