import { PartSum } from '../../load/measure/part-sum.ts'
import type { Attached } from '../evidence-attachment.ts'
import type { Step } from '../run-report.ts'
import { PARTS_VERSION } from './part-line.ts'
import type { PartLine, PartsHeader } from './part-line.ts'

/** A `parts.ndjson` of which no report can be made. */
export class PartsError extends Error {
  readonly code = 'ERR_PARTS'

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'PartsError'
    this.stack = `${this.name}: ${this.message}`
  }
}

/** What is known of a spec that began. */
export interface StepParts {
  result: Step
  /** Whether its end was told: else it is under way, or was cut short. */
  ended: boolean
  /** Whether it handed over all that it measured. */
  finished: boolean
  /** What it handed over, and what it had measured beside when it was cut short. */
  attached: Attached[]
}

/** What is said of a spec whose end nobody saw. */
const CUT_SHORT = 'The run was cut short while this was measured: a process ended before the spec did.'

/** Puts the lines of a `parts.ndjson` together as they come. */
export class RunRecord {
  readonly errors: string[] = []
  readonly #file: string
  readonly #steps = new Map<string, { step: StepParts; sum: PartSum }>()
  #header: PartsHeader | undefined
  #lastMs = 0

  /** @param file what errors name */
  constructor(file: string) {
    this.#file = file
  }

  /** What the run was begun with; `undefined` before the first line. */
  get header(): PartsHeader | undefined {
    return this.#header
  }

  /** The last moment that a line tells of, epoch ms; 0 before the first line. */
  get lastMs(): number {
    return this.#lastMs
  }

  /** @throws PartsError when the first line is no header, or one of another version */
  take(line: PartLine): void {
    if (line.kind === 'header' || !this.#header) {
      this.#header = requireHeader(line, this.#file)
      this.#see(this.#header.startedAtMs)
      return
    }
    switch (line.kind) {
      case 'error':
        this.errors.push(line.text)
        return
      case 'begun': {
        const { step: id, name, file, startMs } = line
        const result: Step = {
          name,
          file,
          startMs,
          endMs: startMs,
          outcome: 'interrupted',
          message: CUT_SHORT,
        }
        this.#steps.set(id, {
          step: { result, ended: false, finished: false, attached: [] },
          sum: new PartSum(),
        })
        this.#see(startMs)
        return
      }
      case 'parts':
        this.#steps.get(line.step)?.sum.add(line.parts, line.atMs)
        this.#see(line.atMs)
        return
      case 'attached':
        this.#keep(line.step, line.attached)
        return
      case 'ended':
        this.#end(line.step, line.result)
    }
  }

  /** @returns the specs by the ids of their tests, in the order in which they began */
  steps(): Map<string, StepParts> {
    return new Map([...this.#steps].map(([id, { step, sum }]) => [id, settle(step, sum, this.#lastMs)]))
  }

  #keep(id: string, attached: Attached): void {
    const one = this.#steps.get(id)
    if (!one) return
    if (attached.kind === 'measurement') one.sum.supersede([attached.measurement])
    if (attached.kind === 'finished') one.step.finished = true
    one.step.attached.push(attached)
  }

  #end(id: string, result: Step): void {
    this.#see(result.endMs)
    const one = this.#steps.get(id)
    if (one) Object.assign(one.step, { result, ended: true })
    else {
      const step = { result, ended: true, finished: true, attached: [] }
      this.#steps.set(id, { step, sum: new PartSum() })
    }
  }

  #see(atMs: number): void {
    this.#lastMs = Math.max(this.#lastMs, atMs)
  }
}

function requireHeader(line: PartLine, file: string): PartsHeader {
  if (line.kind !== 'header')
    throw new PartsError(`${file} does not begin with a header: it is not the record of a run.`)
  const version: number = line.version
  if (version !== PARTS_VERSION) {
    throw new PartsError(
      `${file} is of version ${String(version)}, and this release reads version ${PARTS_VERSION}: use the release that wrote it.`,
    )
  }
  return line
}

/** Of a spec that did not hand over all, what it had measured counts as far as it goes. */
function settle(step: StepParts, sum: PartSum, lastMs: number): StepParts {
  const { ended, finished, attached } = step
  const result = step.result.endMs > step.result.startMs ? step.result : { ...step.result, endMs: lastMs }
  if (finished) return { ...step, result }
  return {
    ended,
    finished,
    result: { ...result, outcome: 'interrupted' },
    attached: [
      ...attached,
      ...sum.measurements().map((measurement): Attached => ({ kind: 'measurement', measurement })),
    ],
  }
}
