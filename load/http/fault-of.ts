import type { Outcome } from './answer.ts'
import type { Expectation } from './request.ts'

/** Why a request counts as failed. */
export interface RequestFault {
  /** Groups faults of a kind: `status 503`, `timeout`, `ECONNREFUSED`, `check: status 200, not 202`. */
  cause: string
  /** This one, as text: the start of the answer's body, or the error's message. */
  example: string
}

/** @returns what is wrong with how a request ended, if anything is */
export function faultOf(outcome: Outcome, { status, contains }: Expectation = {}): RequestFault | undefined {
  switch (outcome.kind) {
    case 'timed-out':
      return { cause: 'timeout', example: '' }
    case 'failed':
      return { cause: outcome.cause, example: outcome.message }
    case 'answered':
      if (status && !status.includes(outcome.status)) {
        const cause =
          outcome.status >= 400
            ? `status ${outcome.status}`
            : `check: status ${outcome.status}, not ${status.join(' or ')}`
        return { cause, example: outcome.body }
      }
      if (!status && outcome.status >= 400)
        return { cause: `status ${outcome.status}`, example: outcome.body }
      if (contains !== undefined && !outcome.body.includes(contains)) {
        return { cause: `check: body lacks "${contains}"`, example: outcome.body }
      }
      return undefined
  }
}
