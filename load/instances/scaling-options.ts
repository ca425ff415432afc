import type { WorkRequests } from '../flows/work-requests.ts'
import type { HttpRequest } from '../http/request.ts'
import type { SenderOptions } from '../http/sender.ts'

/** An answer to who asks for a task. */
export interface TaskAnswer {
  status: number
  /** By name, in small letters. */
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: string
}

/** What is done to instances, and how they are told apart. Each may throw. */
export interface ScalingActions {
  /** Asks for so many instances. It need not wait until they serve. */
  scale(instances: number): Promise<void>
  /** Ends an instance at once, as a crash does; resolves when it is gone. */
  kill(instance: string): Promise<void>
  /** @returns the name of the instance that gave this answer */
  instanceOf(answer: TaskAnswer): Promise<string | undefined>
}

/** Tasks that instances behind a balancer take, and what is done to these. */
export interface ScalingOptions extends SenderOptions {
  /** Asks for a task. `{{key}}` is another text for each. */
  submit: HttpRequest
  /** Where is told what became of a task, whichever instance is asked. Default: it is done when its answer comes. */
  followed?: WorkRequests | undefined
  actions: ScalingActions
  /** The most instances that are asked for; from 2. */
  most: number
  /** Tasks a second. */
  perSecond: number
  /** How long a change is waited for, ms. Default 32 000: beyond the limits. */
  withinMs?: number
  /** How long after the last of them all tasks must be done, ms. Default 30 000. */
  doneWithinMs?: number
}

/** How long a change is waited for when nothing else is said, ms. */
export const WITHIN_MS = 32_000

/** @returns how many instances are to stay of the most: two of five */
export const fewerThan = (most: number): number => Math.max(1, Math.round(0.4 * most))
