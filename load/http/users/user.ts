import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SerializedCookieJar } from 'tough-cookie'
import { backOffMs, COMMON_RECONNECT } from '../../back-off.ts'
import type { Clock } from '../../clock.ts'
import { longWait } from '../../long-timer.ts'
import type { Answered, HttpOutcome } from '../wire/answered.ts'
import { RequestError } from '../../request-error.ts'
import type { Fault } from '../../loops/operation.ts'
import { decodingFault, faultOf, withinKept } from '../fault-of.ts'
import type { RequestFault } from '../fault-of.ts'
import type { GivingUp } from '../../loops/giving-up.ts'
import type { OperationRecord } from '../../loops/operation-record.ts'
import { byName } from '../header-fields.ts'
import { keptOf } from '../outgoing.ts'
import { headersOf } from '../request.ts'
import { outcomeOf } from '../http-operation.ts'
import type { Done, Prepared, Sender } from '../sender.ts'
import type { Outgoing } from '../wire/prepared-request.ts'
import type { GeneratorHealth } from '../../measure/health/generator-health.ts'
import type { Random } from '../../seeded-random.ts'
import { Cookies } from '../../cookies.ts'
import { extract } from './extract.ts'
import { BEFORE, thinkingMs } from './mix.ts'
import type { Mix, Step, UserClass } from './mix.ts'
import { fill, withinBody, withinUrl } from './template.ts'
import type { Variables } from './template.ts'

/** What all users of a workload share. */
export interface UserMeans {
  mix: Mix
  origin: string
  /** Sent with every request. */
  headers: Readonly<Record<string, string>>
  /** Every user's first cookies. */
  cookies: SerializedCookieJar | undefined
  sender: Sender
  health: GeneratorHealth
  givingUp: GivingUp
  clock: Clock
  /** Aborted when nothing more is to be begun. */
  signal: AbortSignal
  /** Where what becomes of a step is kept, by the class it is done in. */
  recordOf: (of: string, step: Step) => OperationRecord
}

/** One simulated user: it keeps its cookies and what it took from answers, thinks between its steps, and backs off where it can't connect. */
export class User {
  readonly #means: UserMeans
  readonly #random: Random
  readonly #cookies: Cookies
  readonly #common: Record<string, string>
  readonly #taken: Record<string, string>
  #failures = 0
  /** So that each user begins with another body. */
  #sent: number
  /** When it does the next thing, epoch ms. */
  #nextMs: number

  /** @param number from 1 @param comesMs epoch ms */
  constructor(number: number, comesMs: number, random: Random, means: UserMeans) {
    const { cookie, ...common } = byName(means.headers)
    this.#means = means
    this.#random = random
    this.#cookies = new Cookies(means.origin, cookie, means.cookies)
    this.#common = common
    this.#taken = { user: String(number) }
    this.#sent = number - 1
    this.#nextMs = comesMs
  }

  /** Does what each user does first, again until it succeeds. @returns whether it did */
  async arrive(): Promise<boolean> {
    const { signal } = this.#means
    for (let failures = 0; !signal.aborted; failures++) {
      if ((await this.enter()) === undefined) return true
      this.#nextMs += backOffMs(COMMON_RECONNECT, failures, this.#random)
    }
    return false
  }

  /** Does what each user does first, once. @returns why it ended early, `undefined` when it did not */
  enter(): Promise<Fault | undefined> {
    return this.#goThrough(BEFORE, this.#means.mix.before ?? [], {})
  }

  /** Goes through a class's steps. @returns why it ended early, `undefined` when it did not */
  journey(of: UserClass, row: Variables): Promise<Fault | undefined> {
    return this.#goThrough(of.name, of.steps, row)
  }

  async #goThrough(of: string, steps: readonly Step[], row: Variables): Promise<Fault | undefined> {
    const { clock, signal, mix } = this.#means
    for (const step of steps) {
      await this.#waitUntil(this.#nextMs)
      if (signal.aborted) return this.#leave(of, step)
      const fault = await this.#do(of, step, row)
      this.#nextMs =
        clock.nowMs() + thinkingMs(step.thinkMs ?? mix.thinkMs ?? 0, this.#random) + this.#backOffMs()
      if (fault !== undefined) return { ...fault, cause: `${step.name}: ${fault.cause}` }
    }
    return undefined
  }

  /** What is due and not done any more counts as failed where the target's errors are why. */
  #leave(of: string, step: Step): Fault {
    const { givingUp, clock, recordOf } = this.#means
    if (!givingUp.stopped) return { kind: 'own-limit', cause: 'the run ended', example: '' }
    recordOf(of, step).giveUp(1, clock.nowMs(), givingUp.stopped)
    return { kind: 'own-limit', ...givingUp.stopped }
  }

  /** @returns what was wrong, if anything */
  async #do(of: string, step: Step, row: Variables): Promise<Fault | undefined> {
    const { sender, health, givingUp, clock, recordOf } = this.#means
    const { path, prepared } = this.#prepare(step, row)
    const intendedMs = Math.min(this.#nextMs, clock.nowMs())
    health.began(intendedMs, clock.nowMs())
    const done = await new Promise<Done>(resolve => sender.send(prepared, intendedMs, resolve))
    this.#failures = done.outcome.kind === 'failed' ? this.#failures + 1 : 0
    const fault = faultOf(done.outcome, step.request.expect) ?? this.#keep(step, path, done.outcome)
    const outcome = outcomeOf(done, fault)
    givingUp.heard(outcome)
    recordOf(of, step).add(intendedMs, outcome)
    return outcome.fault
  }

  #keep(step: Step, path: string, outcome: HttpOutcome): RequestFault | undefined {
    if (outcome.kind !== 'answered') return undefined
    this.#cookies.keep(path, outcome.headers['set-cookie'])
    return this.#take(step, outcome)
  }

  /** Keeps what the step is to take from an answer. @returns what is not there */
  #take({ extract: wanted = {} }: Step, answer: Answered): RequestFault | undefined {
    for (const [name, from] of Object.entries(wanted)) {
      const value = extract(answer, from)
      if (value === undefined) {
        const cause = `extract: no "${name}"${withinKept(answer)}`
        return decodingFault(answer) ?? { cause, example: answer.body }
      }
      this.#taken[name] = value
    }
    return undefined
  }

  /** What can't be formed is told when it is sent: the value that is in the way came with an answer. */
  #prepare(step: Step, row: Variables): { path: string; prepared: Prepared } {
    const variables = { ...this.#taken, ...row }
    const path = fill(step.request.path, variables, withinUrl)
    try {
      return { path, prepared: this.#means.sender.prepare(this.#outgoing(step, path, variables)) }
    } catch (error) {
      if (error instanceof RequestError) return { path, prepared: error }
      throw error
    }
  }

  /** @throws RequestError where the path can't be asked for */
  #outgoing({ request, extract: wanted }: Step, path: string, variables: Variables): Outgoing {
    const body = request.bodies?.[this.#sent++ % request.bodies.length] ?? null
    const headers = headersOf(request, this.#common)
    for (const [name, value] of Object.entries(headers)) headers[name] = fill(value, variables)
    const type = headers['content-type'] ?? ''
    return {
      method: request.method,
      path,
      headers: { ...headers, ...this.#cookies.header(path) },
      body: body && fill(body, variables, withinBody(type)),
      keepsBody: wanted !== undefined || keptOf(request.expect),
    }
  }

  /** Beside its thinking, a user whose connection failed waits before it tries again. */
  #backOffMs(): number {
    return this.#failures === 0 ? 0 : backOffMs(COMMON_RECONNECT, this.#failures - 1, this.#random)
  }

  /**
   * Waits until less than a millisecond is left: a timer ends early by as long as the event loop had been busy when it was set. It ends in the next turn of
   * the event loop at the earliest, as a connection is free again only then.
   */
  async #waitUntil(atMs: number): Promise<void> {
    const { clock, signal } = this.#means
    let waitMs = atMs - clock.nowMs()
    if (waitMs < 1) await nextTurn()
    while (waitMs >= 1 && !signal.aborted) {
      await longWait(waitMs, signal)
      waitMs = atMs - clock.nowMs()
    }
  }
}
