import type { HttpRequest } from '../http/request.ts'

/**
 * How agents are asked for, spoken to, handed out and let go: a few requests, and where their answers say what. Plain data, that can be sent to a
 * thread. Places in an answer are dotted paths in its JSON; `*` stands for each element of a list (`agents.*.id`). In paths, headers and bodies
 * `{{name}}` stands for a variable.
 */
export interface FleetRequests {
  /** Asks for `{{count}}` agents; `{{key}}` is another text for each request, e.g. for an idempotency key. */
  spawn: {
    request: HttpRequest
    /** The place of the agents' ids. */
    ids: string
    /** Agents that are asked for at once, at most. Default 50. */
    atOnce?: number
  }
  /** Says something to the agent `{{agent}}`. A good answer shows that it is up. */
  message: {
    request: HttpRequest
    /** Statuses that say that it is not up yet: the agent is asked again. Default 503. */
    notYet?: readonly number[]
  }
  /** Asks for an idle agent. */
  allocate?: {
    request: HttpRequest
    /** The place of its id. */
    id: string
    /** Gives the agent `{{agent}}` back. */
    giveBack: HttpRequest
  }
  /** Lets the agent `{{agent}}` go. It is asked for each that was begun here, and for no other. */
  release?: HttpRequest
  /**
   * Lets all agents go, and ends all that hosts them: the next agent that is asked for starts from nothing. It is not asked for while `pool` tells of
   * agents that were not begun here, or does not tell how many there are.
   */
  stop?: HttpRequest
  /** Tells what there is. */
  pool?: {
    request: HttpRequest
    /** The place of the number of agents, or of a list with an element for each. */
    agents: string
    /** The place of the number of hosts, or of a list with an element for each. Default: they are not looked at. */
    hosts?: string
    /** For how long an agent that was let go may still be there, ms. Default 3000. */
    goneWithinMs?: number
    /** For how long a host is kept that is not needed any more, ms. Default 0. */
    coolDownMs?: number
    /** How the number of hosts follows the load. Default: it is not looked at. */
    autoscale?: {
      /** Agents that bring one host more; without them there is one fewer. */
      agents: number
      /** The place of the number of hosts that serve, or of a list with an element for each. Default: that of `hosts`. */
      serving?: string
      /** The place of the number of hosts that have died. Default: they are not told from others that are gone. */
      died?: string
    }
  }
}

/** Agents may still be there for so long after they were let go when nothing else is said, ms. */
export const GONE_WITHIN_MS = 3000

/** Agents that are asked for at once when nothing else is said. */
export const AT_ONCE = 50
