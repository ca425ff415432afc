import type { HttpRequest } from '../http/request.ts'

/**
 * How a target is asked for swarms: agents that work together, one of which leads by a lease. Plain data, that can be sent to a thread. In paths, headers and bodies
 * `{{name}}` stands for a variable: `{{swarm}}` and `{{member}}` are ids. Places in an answer are dotted paths in its JSON.
 */
export interface SwarmsRequests {
  create: {
    /** Creates a swarm of `{{members}}` members; `{{key}}` is another text for each. */
    request: HttpRequest
    /** The places of its id, and of those of its members. */
    id: string
    members: string
  }
  /** Removes `{{swarm}}`. */
  remove: HttpRequest
  leader: {
    /** Tells who holds the lease, as the store has it: of all swarms at once; or, where `{{swarm}}` stands in it, of that one. */
    request: HttpRequest
    /** Of all at once: the place of the swarms, and that of the id in each. */
    swarms?: string
    id?: string
    /** The places, in what is told of a swarm, of the leader's id and of its term: the fencing token. */
    leader: string
    term: string
    /** How long a lease lasts that is not renewed, ms. */
    leaseMs: number
    /** Has `{{member}}` do what only the leader may. Whoever may not is refused: any answer that is not good. */
    act?: {
      request: HttpRequest
      /** The place of the term in which it acted. */
      term: string
      /** The place of the term counter, as the store had it in the same step. Default: not told. */
      counter?: string
    }
    /** Ends `{{member}}` as a crash does. */
    kill?: HttpRequest
    /** Stops `{{member}}`, as SIGSTOP stops a process, and lets it go on. */
    freeze?: { stop: HttpRequest; goOn: HttpRequest }
  }
  messages?: {
    /** Has members of `{{swarm}}` send each other `{{count}}` messages, and is answered when they have come to whom they were sent. */
    request: HttpRequest
    /** The place of the number of those that have come. Default: all have. */
    delivered?: string
    /** How many there are in a request. Default 1. */
    perRequest?: number
  }
  /** What a swarm knows as a whole: `{{value}}` is saved, and read at the place `value`. */
  state?: { save: HttpRequest; get: HttpRequest; value: string }
}
