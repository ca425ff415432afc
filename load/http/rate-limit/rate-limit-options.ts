import type { Labels } from '../../measure/measurement.ts'
import type { HttpRequest } from '../request.ts'
import type { SenderOptions } from '../sender.ts'

/** A caller who is limited, and to what. */
export interface RateLimitOptions extends SenderOptions {
  /** What is limited, with the headers of a caller who is. */
  request: HttpRequest
  /** Requests that are let in in a window. */
  limit: number
  /** Length of a window, ms. */
  windowMs: number
  /** Requests sent past the limit. Default 100. */
  past?: number
  labels: Labels
}
