import type { HttpRequest } from '../http/request.ts'

/** How a platform's states are saved and read. Plain data; places as in `valuesAt`. */
export interface StateRequests {
  /** Saves `{{value}}`, a number, within the state of `{{agent}}`. */
  save: HttpRequest
  /** Reads the state of `{{agent}}`, whose number stands at `value`. */
  read: HttpRequest
  value: string
  /** Reads it past the cache. */
  fresh?: HttpRequest
  /** The header by which an answer tells where it is from, and what it has of the cache. */
  told?: { header: string; hit: string }
  /** Writes a trajectory of `{{agent}}`; `wait` names the entry of `Server-Timing` that tells how long it waited for a connection to the database. */
  write?: { request: HttpRequest; wait: string }
  /** Removes all of `{{agent}}`: its state and its trajectories. */
  remove?: HttpRequest
}
