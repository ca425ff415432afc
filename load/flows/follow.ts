import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import { faulty, named } from '../http/asker.ts'
import type { Asker } from '../http/asker.ts'
import { stateAt, valuesAt } from '../http/places.ts'
import type { HttpRequest } from '../http/request.ts'
import type { Variables } from '../http/users/template.ts'
import type { Outcome } from '../loops/operation.ts'
import type { Recent } from '../recent.ts'
import type { WorkRequests } from './work-requests.ts'

/** How work is asked for and followed. */
export interface Follower {
  asker: Asker
  clock: Clock
  /** How long it is left alone before it is looked at again, ms: what its time is told too long by, at most. */
  everyMs: number
  /** Work that has not ended so long after it was due never does, ms. Default: when a request counts as timed out. */
  withinMs?: number
  /** Ids that were given: none is given twice. Default: that is not looked at. */
  given?: Recent<true>
  /** Is told how each look ended, and when it was due. */
  looked?: (outcome: Outcome, intendedMs: number) => void
}

/**
 * Asks for work and looks at it until it has ended, well or not.
 *
 * @param intendedMs its time-out counts from there: work that has not ended by then never does
 * @returns how it ended: from the request for it to the answer that tells its end
 */
export async function follow(
  start: HttpRequest,
  work: WorkRequests,
  variables: Variables,
  intendedMs: number,
  { asker, clock, everyMs, withinMs = asker.timeoutMs, given, looked }: Follower,
): Promise<Outcome> {
  const begun = await asker.ask(start, variables, intendedMs)
  if (begun.outcome.fault) return named('start', begun.outcome)
  const [id] = valuesAt(begun.body, work.id)
  if (id === undefined)
    return faulty(begun.outcome, { kind: 'answer', cause: 'start: no id', example: begun.body })
  if (given?.has(id))
    return faulty(begun.outcome, { kind: 'answer', cause: 'start: an id was given twice', example: id })
  given?.set(id, true)
  const { startMs } = begun.outcome
  const untilMs = intendedMs + withinMs
  let last = ''
  for (;;) {
    const dueMs = clock.nowMs()
    if (dueMs + everyMs >= untilMs) {
      const fault = {
        kind: 'timeout',
        cause: 'not done in time',
        example: `the last state was "${last}"`,
      } as const
      return faulty({ ...begun.outcome, endMs: untilMs }, fault)
    }
    await delay(everyMs)
    const intended = clock.nowMs()
    const { outcome, body, status } = await asker.ask(work.status, { ...variables, id }, intended)
    const isNotYet = status !== undefined && (work.notYet?.includes(status) ?? false)
    looked?.(isNotYet ? { ...outcome, fault: undefined } : outcome, intended)
    if (isNotYet) {
      last = `status ${status}`
      continue
    }
    if (outcome.fault) return named('status', { ...outcome, startMs })
    const state = stateAt(body, work.state)
    const fault = faultOfState(state, body, work)
    if (fault) return faulty({ ...outcome, startMs }, { kind: 'answer', ...fault })
    last = state ?? ''
    if (work.states.done.includes(last)) return { ...outcome, startMs }
  }
}

/** @returns what is wrong with a state that an answer tells, if anything is: it is none, means a failure, or none that there can be */
export function faultOfState(
  state: string | undefined,
  body: string,
  { states: { underWay, done, failed = [] } }: Pick<WorkRequests, 'states'>,
): { cause: string; example: string } | undefined {
  if (state === undefined) return { cause: 'status: no state', example: body }
  if (failed.includes(state)) return { cause: `ended as "${state}"`, example: body }
  if (underWay.includes(state) || done.includes(state)) return undefined
  return { cause: "status: a state that it can't have", example: state }
}
