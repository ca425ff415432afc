import type { Fault, Outcome } from '../loops/operation.ts'
import { faultOf } from './fault-of.ts'
import { outcomeOf } from './http-operation.ts'
import { headersOf } from './request.ts'
import type { HttpRequest } from './request.ts'
import type { Done, Sender } from './sender.ts'
import { fill, withinBody, withinUrl } from './users/template.ts'
import type { Variables } from './users/template.ts'
import type { Answered } from './wire/answered.ts'

/** What came of a request. */
export interface Answer {
  outcome: Outcome
  /** Empty where there is none. */
  body: string
  status: number | undefined
  /** The answer itself; `undefined` where there is none. */
  answered: Answered | undefined
}

/** Sends requests in which variables stand, one at a time as they are needed, and hands back what came. Bodies of which there are several are sent in turn. */
export class Asker {
  readonly #sender: Sender
  readonly #headers: Readonly<Record<string, string>>
  #sent = 0

  /** @param headers sent with every request */
  constructor(sender: Sender, headers: Readonly<Record<string, string>>) {
    this.#sender = sender
    this.#headers = headers
  }

  /** When a request counts as timed out, ms from its intended start. */
  get timeoutMs(): number {
    return this.#sender.timeoutMs
  }

  /**
   * Sends one request.
   *
   * @param intendedMs when it was due, epoch ms: its time-out counts from there
   * @param readyMs since when it could be sent, epoch ms, see `Sender.send`. Default: `intendedMs`
   * @returns how it ended
   */
  async ask(
    request: HttpRequest,
    variables: Variables,
    intendedMs: number,
    readyMs?: number,
  ): Promise<Answer> {
    const headers = headersOf(request, this.#headers)
    for (const [name, value] of Object.entries(headers)) headers[name] = fill(value, variables)
    const body = request.bodies?.[this.#sent++ % request.bodies.length] ?? null
    const prepared = this.#sender.prepare({
      method: request.method,
      path: fill(request.path, variables, withinUrl),
      headers,
      body: body && fill(body, variables, withinBody(headers['content-type'] ?? '')),
      keepsBody: true,
    })
    const done = await new Promise<Done>(resolve => this.#sender.send(prepared, intendedMs, resolve, readyMs))
    const answered = done.outcome.kind === 'answered' ? done.outcome : undefined
    return {
      outcome: outcomeOf(done, faultOf(done.outcome, request.expect)),
      body: answered?.body ?? '',
      status: answered?.status,
      answered,
    }
  }
}

/** @returns the outcome with a fault in place of its own */
export const faulty = (outcome: Outcome, fault: Fault): Outcome => ({ ...outcome, fault })

/** @returns the outcome, its fault, if it has one, told with the name of the request that it is of: `spawn: status 503` */
export function named(name: string, outcome: Outcome): Outcome {
  const { fault } = outcome
  return fault ? faulty(outcome, { ...fault, cause: `${name}: ${fault.cause}` }) : outcome
}
