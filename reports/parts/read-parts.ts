import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { readLine } from './part-line.ts'
import type { PartsHeader } from './part-line.ts'
import { PartsError, RunRecord } from './run-record.ts'
import type { StepParts } from './run-record.ts'

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

/**
 * Reads a `parts.ndjson`, line by line. The last line may be half of one, where a process ended while it wrote.
 *
 * @throws PartsError when it is not there, empty, or of another version
 */
export async function readParts(file: string): Promise<RunParts> {
  const record = new RunRecord(file)
  let unread = 0
  let isLastUnread = false
  try {
    const lines = createInterface({
      input: createReadStream(file, 'utf8'),
      crlfDelay: Number.POSITIVE_INFINITY,
    })
    for await (const text of lines) {
      if (text === '') continue
      const line = readLine(text)
      isLastUnread = !line
      if (line) record.take(line)
      else unread++
    }
  } catch (error) {
    if (error instanceof PartsError) throw error
    throw new PartsError(`${file} can't be read (${(error as Error).message}). Name the folder of a run.`, {
      cause: error,
    })
  }
  const { header, errors, lastMs } = record
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
    steps: record.steps(),
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
