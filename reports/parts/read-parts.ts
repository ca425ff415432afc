import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { PartSum } from '../../load/measure/part-sum.ts'
import type { Attached } from '../evidence-attachment.ts'
import type { Step } from '../run-report.ts'
import { PARTS_VERSION, readLine } from './part-line.ts'
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
  /** Whether it handed over all that it measured. */
  finished: boolean
  /** What it handed over, and what it had measured beside when it was cut short. */
  attached: Attached[]
}

/** What a run left on the disk. */
export interface RunParts {
  header: PartsHeader
  /** By the id of the test, in the order in which they began. */
  steps: Map<string, StepParts>
  errors: string[]
  /** The last moment that a line tells of, epoch ms. */
  lastMs: number
  /** What could not be read, in sentences. */
  problems: string[]
}

/** What is said of a spec whose end nobody saw. */
const CUT_SHORT = 'The run was cut short while this was measured: a process ended before the spec did.'

/**
 * Reads a `parts.ndjson`, line by line. The last line may be half of one, where a process ended while it wrote.
 *
 * @throws PartsError when it is not there, empty, or of another version
 */
export async function readParts(file: string): Promise<RunParts> {
  const steps = new Map<string, { step: StepParts; sum: PartSum }>()
  const errors: string[] = []
  let header: PartsHeader | undefined
  let lastMs = 0
  let unread = 0
  let isLastUnread = false
  const seen = (atMs: number): void => void (lastMs = Math.max(lastMs, atMs))
  try {
    const lines = createInterface({
      input: createReadStream(file, 'utf8'),
      crlfDelay: Number.POSITIVE_INFINITY,
    })
    for await (const text of lines) {
      if (text === '') continue
      const line = readLine(text)
      isLastUnread = !line
      if (!line) {
        unread++
        continue
      }
      if (line.kind === 'header' || !header) {
        header = requireHeader(line, file)
        seen(header.startedAtMs)
        continue
      }
      take(line, steps, errors, seen)
    }
  } catch (error) {
    if (error instanceof PartsError) throw error
    throw new PartsError(`${file} can't be read (${(error as Error).message}). Name the folder of a run.`, {
      cause: error,
    })
  }
  if (!header) {
    throw new PartsError(
      unread > 0
        ? `${file} does not begin with a header: it is not the record of a run, or its first line was cut. No report can be made of it.`
        : `${file} is empty: the run ended before it began to measure. There is nothing to report.`,
    )
  }
  const lost = unread - (isLastUnread ? 1 : 0)
  return {
    header,
    steps: new Map([...steps].map(([id, { step, sum }]) => [id, settle(step, sum, lastMs)])),
    errors,
    lastMs,
    problems:
      lost > 0
        ? [
            `${lost} ${lost === 1 ? 'line' : 'lines'} of ${file} can't be read and ${lost === 1 ? 'is' : 'are'} left out.`,
          ]
        : [],
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

function take(
  line: Exclude<PartLine, PartsHeader>,
  steps: Map<string, { step: StepParts; sum: PartSum }>,
  errors: string[],
  seen: (atMs: number) => void,
): void {
  if (line.kind === 'error') {
    errors.push(line.text)
    return
  }
  if (line.kind === 'begun') {
    const { step: id, name, file, startMs } = line
    const result: Step = { name, file, startMs, endMs: startMs, outcome: 'interrupted', message: CUT_SHORT }
    steps.set(id, { step: { result, finished: false, attached: [] }, sum: new PartSum() })
    seen(startMs)
    return
  }
  const one = steps.get(line.step)
  switch (line.kind) {
    case 'parts':
      one?.sum.add(line.parts, line.atMs)
      seen(line.atMs)
      return
    case 'attached':
      if (!one) return
      if (line.attached.kind === 'measurement') one.sum.supersede([line.attached.measurement])
      if (line.attached.kind === 'finished') one.step.finished = true
      one.step.attached.push(line.attached)
      return
    case 'ended': {
      seen(line.result.endMs)
      if (one) one.step.result = line.result
      else
        steps.set(line.step, {
          step: { result: line.result, finished: true, attached: [] },
          sum: new PartSum(),
        })
    }
  }
}

/** Of a spec that did not hand over all, what it had measured counts as far as it goes. */
function settle(step: StepParts, sum: PartSum, lastMs: number): StepParts {
  const { finished, attached } = step
  const result = step.result.endMs > step.result.startMs ? step.result : { ...step.result, endMs: lastMs }
  if (finished) return { ...step, result }
  return {
    finished,
    result: { ...result, outcome: 'interrupted' },
    attached: [
      ...attached,
      ...sum.measurements().map((measurement): Attached => ({ kind: 'measurement', measurement })),
    ],
  }
}
