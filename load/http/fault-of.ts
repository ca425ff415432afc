import type { Answered, HttpOutcome } from './wire/answered.ts'
import type { Expectation } from './request.ts'

/** Why a request counts as failed. */
export interface RequestFault {
  /** Groups faults of a kind: `status 503`, `timeout`, `ECONNREFUSED`, `check: status 200, not 202`. */
  cause: string
  /** This one, as text: the start of the answer's body, or the error's message. */
  example: string
}

/**
 * @param good the statuses that are expected. Default: 2xx, and 304. A redirect is not followed: it often leads to a sign-in, and would pass for a very
 * quick answer.
 * @returns what is wrong with a status, if anything is
 */
function statusFault(status: number, good?: readonly number[]): string | undefined {
  if (good?.includes(status)) return undefined
  if (good && status < 400) return `check: status ${status}, not ${good.join(' or ')}`
  return !good && ((status >= 200 && status < 300) || status === 304) ? undefined : `status ${status}`
}

/** @returns what is wrong with how a request ended, if anything is */
export function faultOf(
  outcome: HttpOutcome,
  { status, contains }: Expectation = {},
): RequestFault | undefined {
  switch (outcome.kind) {
    case 'timed-out':
      return { cause: 'timeout', example: '' }
    case 'failed':
      return { cause: outcome.cause, example: outcome.message }
    case 'answered': {
      // Headers are read, and the body is decoded, when they are looked at.
      const cause = statusFault(outcome.status, status)
      if (cause) {
        const { location } = outcome.headers
        return { cause, example: location ? `Location: ${location}` : outcome.body }
      }
      if (contains === undefined) return undefined
      const { body } = outcome
      if (body.includes(contains)) return undefined
      const lacks = `check: body lacks "${contains}"${withinKept(outcome)}`
      return decodingFault(outcome) ?? { cause: lacks, example: body }
    }
  }
}

/** @returns what is wrong with the coding of a body that is looked into, if anything is; the cause is what Chromium calls it */
export const decodingFault = ({ undecodable }: Answered): RequestFault | undefined =>
  undecodable === undefined ? undefined : { cause: 'ERR_CONTENT_DECODING_FAILED', example: undecodable }

/** @returns how far a body was looked into that is longer, as the end of a clause; else nothing */
export const withinKept = ({ isCut }: Answered): string =>
  isCut ? ' within its first 8 MiB, and no more is looked into' : ''
