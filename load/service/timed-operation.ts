import type { Clock } from '../clock.ts'
import { Deadlines } from '../http/wire/deadlines.ts'
import type { Timed } from '../http/wire/deadlines.ts'
import type { Fault, Mark, Operation } from '../loops/operation.ts'

/** A unit of work that is under way. What is told of it once it is over, or its time is up, is not heard. */
export interface UnitOfWork {
  /** Notes a moment. */
  mark(name: string): void
  /** @param values what is summed or judged beside its time, by name */
  done(values?: Readonly<Record<string, number>>): void
  /** @param error what its client throws */
  failed: (error: unknown) => void
}

/** Begins a unit of work at a service, and tells what becomes of it. It goes on when its time is up: its own client has to end it. */
export type ServiceWork = (index: number, unit: UnitOfWork) => void

/** What all work at one service shares. */
export interface ServiceMeans {
  clock: Clock
  /** Of each unit of work, from its intended start, ms. */
  timeoutMs: number
  /** @returns what was wrong */
  faultOf: (error: unknown) => Fault
  /** @returns the cause where its time is up, by the moments that were noted. Default `timeout`. */
  lateCause?: (marks: readonly Mark[]) => string
}

/** @returns work at a service as an operation: over when it is done, has failed, or its time is up */
export function timedOperation(
  work: ServiceWork,
  { clock, timeoutMs, faultOf, lateCause = () => 'timeout' }: ServiceMeans,
): Operation {
  const deadlines = new Deadlines(clock)
  return (index, intendedMs, _signal, readyMs = intendedMs) =>
    new Promise(resolve => {
      const startMs = clock.nowMs()
      let marks: Mark[] | undefined
      let isOver = false
      const end = (fault: Fault | undefined, values?: Readonly<Record<string, number>>): void => {
        if (isOver) return
        isOver = true
        deadlines.remove(timed)
        resolve({ startMs, endMs: clock.nowMs(), fault, marks, sizes: undefined, values })
      }
      const timed: Timed = {
        readyMs,
        deadlineMs: intendedMs + timeoutMs,
        before: undefined,
        after: undefined,
        timeOut: () => end({ kind: 'timeout', cause: lateCause(marks ?? []), example: '' }),
      }
      deadlines.add(timed)
      const failed = (error: unknown): void => end(faultOf(error))
      const unit: UnitOfWork = {
        mark(name) {
          if (!isOver) (marks ??= []).push({ name, ms: clock.nowMs() })
        },
        done: values => end(undefined, values),
        failed,
      }
      try {
        work(index, unit)
      } catch (error) {
        failed(error)
      }
    })
}
