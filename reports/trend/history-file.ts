import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, writeSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { formatCount } from '../format.ts'
import { makeFolder } from '../files/make-folder.ts'
import { writingRemedy } from '../files/writing-remedy.ts'
import { HISTORY_VERSION, historyRunSchema } from './history-run.ts'
import type { HistoryRun } from './history-run.ts'

/** What earlier runs left, and what of it can't be used, in sentences. */
export interface History {
  /** As they were written; of a run that was written twice the later line. */
  runs: HistoryRun[]
  problems: string[]
}

const NEWLINE = 10

/** @param results folder of all runs @returns the file that has a line for each run */
export const historyFile = (results: string): string => path.join(results, 'history.ndjson')

/** @returns what earlier runs left. A line that can't be read costs nothing but itself and a sentence. */
export function readHistory(results: string): History {
  const file = historyFile(results)
  if (!existsSync(file)) return { runs: [], problems: [] }
  let lines: string[]
  try {
    lines = readFileSync(file, 'utf8').split('\n')
  } catch (error) {
    return {
      runs: [],
      problems: [
        `The history ${file} can't be read (${(error as Error).message}), so there is no trend: make it a file that can be read.`,
      ],
    }
  }
  const runs = new Map<string, HistoryRun>()
  const broken: Fault[] = []
  const foreign: Fault[] = []
  for (const [index, text] of lines.entries()) {
    if (text.trim() === '') continue
    const read = readLine(text)
    if ('run' in read) {
      // The place of a run is that of its last line.
      runs.delete(read.run)
      runs.set(read.run, read)
    } else (read.isForeign ? foreign : broken).push({ line: index + 1, because: read.because })
  }
  return {
    runs: [...runs.values()],
    problems: [
      ...tell(broken, file, "that can't be read", 'Remove what is broken.'),
      ...tell(foreign, file, 'of another version', 'The Fleetmark that wrote them reads them.'),
    ],
  }
}

/**
 * Adds a run to the history, in one write at the end of the file: lines of runs that end together stand one after the other. A line that was broken off
 * by a full disk is left behind, and this one begins anew.
 *
 * @returns nothing, or why the run is not in the history, in a sentence
 */
export function appendHistory(results: string, run: HistoryRun): string[] {
  const file = historyFile(results)
  try {
    makeFolder(results)
    append(file, `${JSON.stringify(run)}\n`)
    return []
  } catch (error) {
    return [
      `This run is not in the history ${file} (${(error as Error).message}), so later runs are not held against it: ${writingRemedy(error, 'make it a file that can be written')}. Its own report has all its figures.`,
    ]
  }
}

function append(file: string, line: string): void {
  const descriptor = openSync(file, 'a+')
  try {
    const { size } = fstatSync(descriptor)
    const last = Buffer.alloc(1)
    if (size > 0) readSync(descriptor, last, 0, 1, size - 1)
    const bytes = Buffer.from(size > 0 && last[0] !== NEWLINE ? `\n${line}` : line)
    const written = writeSync(descriptor, bytes)
    if (written < bytes.length) throw new Error(`the disk took ${written} of ${bytes.length} bytes`)
  } finally {
    closeSync(descriptor)
  }
}

interface Fault {
  line: number
  because: string
}

function readLine(text: string): HistoryRun | { isForeign: boolean; because: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { isForeign: false, because: 'not JSON' }
  }
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion
  if (typeof version === 'number' && version !== HISTORY_VERSION) {
    return {
      isForeign: true,
      because: `version ${version}, and this Fleetmark reads version ${HISTORY_VERSION}`,
    }
  }
  const { data, error } = historyRunSchema.safeParse(value)
  if (data) return data
  return { isForeign: false, because: z.prettifyError(error).split('\n').slice(0, 2).join(' ').slice(0, 120) }
}

/** `The history history.ndjson has 2 lines that can't be read, which are left out; the first is line 7 (not JSON). Remove what is broken.` */
function tell([first, ...others]: readonly Fault[], file: string, what: string, remedy: string): string[] {
  if (!first) return []
  const lines =
    others.length === 0
      ? `a line ${what}, which is left out: line ${first.line}`
      : `${formatCount(others.length + 1)} lines ${what}, which are left out; the first is line ${first.line}`
  return [`The history ${file} has ${lines} (${first.because}). ${remedy}`]
}
