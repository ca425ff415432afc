import type { HttpRequest } from '../http/request.ts'

/**
 * How work is followed that is asked for and ends later: a few places in answers (see `valuesAt`). Plain data, that can be sent to a thread. In paths,
 * headers and bodies `{{name}}` stands for a variable.
 */
export interface WorkRequests {
  /** The place of its id, in the answer to who asks for it. */
  id: string
  /** Asks how far the work `{{id}}` is. */
  status: HttpRequest
  /** The place of its state. */
  state: string
  /** Statuses with which an answer says that the work goes on, or is not known yet, whatever else it says: it is looked at again. Default none. */
  notYet?: readonly number[]
  /** What the state may be, `true` and `false` among them: another one is nonsense. Those of `failed` end it too, and it counts as failed. Default none. */
  states: { underWay: readonly string[]; done: readonly string[]; failed?: readonly string[] }
}
