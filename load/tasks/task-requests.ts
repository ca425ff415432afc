import type { WorkRequests } from '../flows/work-requests.ts'
import type { HttpRequest } from '../http/request.ts'

/**
 * How agents work on a task: several, one after the other with hand-overs; one, in several steps; one on the messages of a stream, in order; at its time.
 */
export const TASK_MODES = ['collaborative', 'autonomous', 'continuous', 'scheduled'] as const

/** One of `TASK_MODES`. */
export type TaskMode = (typeof TASK_MODES)[number]

/** Where a task tells what became of it. */
export interface TaskPlaces {
  /** The place of its state. */
  state: string
  /** The place of how often it has had its effect. Default: that is not looked at. */
  effects?: string
  /** The place of a number that is greater for what was done later. Default: the order is not looked at. */
  order?: string
}

/**
 * How tasks are asked for, and where answers say what became of them. Plain data, that can be sent to a thread. In paths, headers and bodies `{{name}}`
 * stands for a variable.
 */
export interface TaskRequests extends WorkRequests, TaskPlaces {
  /**
   * Asks for a task of a mode. `{{key}}` is another text for each, e.g. for an idempotency key. Continuous: `{{stream}}` is the name of its stream, and
   * `{{number}}` its number in that. Scheduled: `{{afterMs}}` is how much later it is due.
   */
  modes: Readonly<Partial<Record<TaskMode, { submit: HttpRequest; agents?: HttpRequest }>>>
  /** Where there are to be agents first: the place of the ids in the answers to `modes.*.agents`, which ask for `{{count}}`; and what lets `{{agent}}` go. */
  agents?: { ids: string; release: HttpRequest }
  /**
   * A WebSocket that tells of tasks: the place of the one or several that a frame tells of, and the places within each. Where it `repeats`, frames tell of an end again,
   * as those do that have all tasks; else (the default) an end that is told again is a duplicate. Default: the status of tasks is asked for.
   */
  events?: TaskPlaces & { path: string; tasks: string; id: string; repeats?: boolean }
  /** What all tasks share: two places that always have the same number, whoever reads. */
  shared?: { request: HttpRequest; equal: readonly [string, string] }
}
