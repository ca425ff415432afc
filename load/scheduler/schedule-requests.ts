import type { HttpRequest } from '../http/request.ts'

/**
 * How a target is asked to call back at certain times. Plain data, that can be sent to a thread. In paths, headers and bodies `{{name}}` stands for a variable:
 * `{{callback}}` is the address that is to be called, `{{key}}` another text for each schedule. Places in an answer are dotted paths in its JSON.
 */
export interface ScheduleRequests {
  /** Makes a schedule by the cron pattern `{{cron}}`, in UTC. */
  cron?: {
    request: HttpRequest
    /** The patterns that are asked for in turn: five fields, or six where the first is the second. Default `CRON_PATTERNS`. */
    patterns?: readonly string[]
  }
  /** Makes a schedule that is due every `{{everyMs}}` ms, which are `{{everySeconds}}` seconds. */
  interval?: {
    request: HttpRequest
    /** Default 1500. */
    everyMs?: number
  }
  /** The place of the schedule's id in the answer to either. */
  id: string
  /** Ends the schedule `{{schedule}}`. */
  remove: HttpRequest
  /** The place in a call's JSON of the moment that it was due: epoch seconds or milliseconds, or a date as text. Default: told from when calls come. */
  scheduledFor?: string
}

/** Moments further apart than a call may be late: what a call is for can be told from when it comes. */
export const CRON_PATTERNS = ['*/2 * * * * *', '1-59/2 * * * * *', '*/3 * * * * *'] as const

/** How far the moments of an interval are apart when nothing else is said, ms. */
export const EVERY_MS = 1500
