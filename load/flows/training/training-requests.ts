import type { HttpRequest } from '../../http/request.ts'
import type { WorkRequests } from '../work-requests.ts'

/** How training jobs are asked for and followed. Plain data, that can be sent to a thread. */
export interface TrainingRequests extends WorkRequests {
  /** Asks for a job of one trajectory. `{{key}}` is another text for each. */
  start: HttpRequest
  /** Asks for a job of `{{trajectories}}` of them. Default: there are none of several. */
  batch?: HttpRequest
}
