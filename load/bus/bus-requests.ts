import type { HttpRequest } from '../http/request.ts'

/** How a target's bus is used and watched. Plain data, that can be sent to a thread. In paths, headers and bodies `{{name}}` stands for a variable. */
export interface BusRequests {
  /** Publishes the event `{{id}}` of the kind `{{kind}}`; answered well once the broker has confirmed it. */
  publish: HttpRequest
  /** Statuses of answers to `publish` that say that the event was not taken. After any other failure nobody knows. Default none. */
  refused?: readonly number[]
  /** Kinds of events, in the order of their rates. */
  kinds: readonly string[]
  /** A WebSocket that tells of deliveries that were worked on: the place of those in a frame, and the places within each. */
  consumed: {
    path: string
    events: string
    /** The place of the event's id. */
    id: string
    /** The place of whether the broker said that it may have been delivered before. Default: nothing is known of it. */
    redelivered?: string
    /** The place of what the work came to, and what stands there where the consumer knew the event again and did nothing. Default: not looked at. */
    effect?: { place: string; repeated: string }
  }
  /** The broker's queues that events wait in. `{{prefix}}` is how the names begin of all that is created for the run. */
  queues: readonly string[]
}
