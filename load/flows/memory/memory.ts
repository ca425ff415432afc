import { randomUUID } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { faulty } from '../../http/asker.ts'
import type { Answer } from '../../http/asker.ts'
import { valuesAt } from '../../http/places.ts'
import type { HttpRequest } from '../../http/request.ts'
import type { SenderOptions } from '../../http/sender.ts'
import type { Variables } from '../../http/users/template.ts'
import { GivingUp } from '../../loops/giving-up.ts'
import { runOpenLoop } from '../../loops/open-loop.ts'
import { OperationRecord } from '../../loops/operation-record.ts'
import type { Operation, Outcome } from '../../loops/operation.ts'
import type { Measurement } from '../../measure/measurement.ts'
import { Recording } from '../../measure/recording.ts'
import { withMeans } from '../../http/with-means.ts'
import type { Means } from '../../http/with-means.ts'

/** How a platform's memory is written and read. Plain data; places as in `valuesAt`. */
export interface MemoryRequests {
  /** Short-term memory of `{{owner}}`, a new one each time: `{{text}}` is added, stands among those at `texts`, and is cleared. */
  short?: { add: HttpRequest; get: HttpRequest; texts: string; clear: HttpRequest }
  /** A session is created with `{{value}}`; its id stands at `id`. `{{session}}` is updated to another `{{value}}`, and has it at `value`. */
  session?: { create: HttpRequest; id: string; get: HttpRequest; value: string; update: HttpRequest }
}

/** A platform's memory, and how often it is used. Serialisable. */
export interface MemoryOptions extends SenderOptions {
  requests: MemoryRequests
  /** Memories and sessions that are begun a second, each. */
  perSecond: number
  durationMs: number
}

const KINDS = { short: ['add', 'get', 'clear'], session: ['create', 'get', 'update'] } as const
type Kind = keyof typeof KINDS

/**
 * Writes to memory and reads it back, at intended times: a text that is added, read, cleared and looked for again; a session that is created, read, updated
 * and read again. A read that does not give what was written last is a failure.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns `memory.latency`, `memory.service` and `memory.errors` of each kind and step (labels `kind`, `step`) that the target has
 */
export async function measureMemory(
  options: MemoryOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<Measurement[]> {
  const { requests, perSecond, durationMs } = options
  return withMeans('memory', options, { clock, recording }, async means => {
    const kinds = (Object.keys(KINDS) as Kind[]).filter(kind => requests[kind] !== undefined)
    const records: OperationRecord[] = []
    const givingUp = new GivingUp(clock)
    const streams = kinds.map(kind => {
      const steps = new Steps(kind, means, givingUp, options)
      records.push(...steps.all)
      return { operation: operationOf(kind, requests, steps), record: steps.first }
    })
    const arrivals = { kind: 'constant', perSecond, durationMs } as const
    await runOpenLoop(
      // What becomes of the steps is kept step by step; of the first, here.
      streams.map(stream => ({ ...stream, arrivals })),
      means.startMs,
      { health: means.health, clock, givingUp },
    )
    return (window, doubts) => records.flatMap(record => record.measurements(window, doubts))
  })
}

/** The steps of one kind of memory, each with its record. */
class Steps {
  readonly first: OperationRecord
  readonly all: readonly OperationRecord[]
  readonly #byName: ReadonlyMap<string, OperationRecord>
  readonly #means: Means
  readonly #givingUp: GivingUp

  constructor(kind: Kind, means: Means, givingUp: GivingUp, { timeoutMs }: SenderOptions) {
    const { recording, startMs, asker } = means
    const names = KINDS[kind]
    const record = (step: string): OperationRecord =>
      new OperationRecord(
        { metric: 'memory', labels: { kind, step }, timeoutMs: timeoutMs ?? asker.timeoutMs, startMs },
        recording,
      )
    const first = record(names[0])
    this.first = first
    this.#byName = new Map<string, OperationRecord>([
      [names[0], first],
      ...names.slice(1).map((name): [string, OperationRecord] => [name, record(name)]),
    ])
    this.all = [...this.#byName.values()]
    this.#means = means
    this.#givingUp = givingUp
  }

  /** The first step of several; the loop keeps it. */
  begin(request: HttpRequest, variables: Variables, intendedMs: number): Promise<Answer> {
    return this.#means.asker.ask(request, variables, intendedMs)
  }

  /**
   * A step that follows another, due when that is over.
   *
   * @param wrong says what is wrong with a good answer, if anything
   * @returns whether it was good
   */
  async next(
    name: string,
    request: HttpRequest,
    variables: Variables,
    wrong: (body: string) => string | undefined = () => undefined,
  ): Promise<boolean> {
    const { asker, clock } = this.#means
    const intendedMs = clock.nowMs()
    const { outcome, body } = await asker.ask(request, variables, intendedMs)
    const cause = outcome.fault ? undefined : wrong(body)
    const judged: Outcome =
      cause === undefined ? outcome : faulty(outcome, { kind: 'answer', cause, example: body })
    this.#byName.get(name)?.add(intendedMs, judged)
    this.#givingUp.heard(judged)
    return judged.fault === undefined
  }
}

const WRONG = 'a read did not give what was written'
const STAYED = 'a read gave what had been cleared'

function operationOf(kind: Kind, { short, session }: MemoryRequests, steps: Steps): Operation {
  if (kind === 'short' && short) {
    const get = mayBeMissing(short.get)
    return async (_index, intendedMs) => {
      const variables = { owner: randomUUID(), text: randomUUID() }
      const has = (body: string): boolean => valuesAt(body, short.texts).includes(variables.text)
      const { outcome } = await steps.begin(short.add, variables, intendedMs)
      if (outcome.fault) return outcome
      const isThere = await steps.next('get', get, variables, body => (has(body) ? undefined : WRONG))
      if (isThere && (await steps.next('clear', short.clear, variables)))
        await steps.next('get', get, variables, body => (has(body) ? STAYED : undefined))
      return outcome
    }
  }
  if (!session) throw new TypeError('There is no such memory.')
  const get = mayBeMissing(session.get)
  return async (_index, intendedMs) => {
    const [first, second] = [randomUUID(), randomUUID()]
    const { outcome, body } = await steps.begin(session.create, { value: first }, intendedMs)
    const [id] = valuesAt(body, session.id)
    if (outcome.fault) return outcome
    if (id === undefined) return faulty(outcome, { kind: 'answer', cause: 'no id', example: body })
    const reads = (value: string): Promise<boolean> =>
      steps.next('get', get, { session: id }, answer =>
        valuesAt(answer, session.value).includes(value) ? undefined : WRONG,
      )
    if ((await reads(first)) && (await steps.next('update', session.update, { session: id, value: second })))
      await reads(second)
    return outcome
  }
}

/** Where there is nothing a platform may say so by its status. Whether there should be something is looked at. */
const mayBeMissing = (get: HttpRequest): HttpRequest => ({
  ...get,
  expect: { status: [...(get.expect?.status ?? [200, 204]), 404] },
})
