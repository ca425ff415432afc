import { closeSync, existsSync, openSync, readdirSync, readSync } from 'node:fs'
import path from 'node:path'
import { PARTS_FILE, readLine } from './part-line.ts'
import type { PartsHeader } from './part-line.ts'
import { processIsThere } from './process-is-there.ts'
import { command } from '../command-line/command.ts'

/** How much of a file is looked at for its header: it holds the SLOs, the settings and the catalogue. */
const MOST_HEADER = 4 * 1024 * 1024

/**
 * @param results folder of all runs
 * @param isRunning whether a process is there. Default: the system is asked.
 * @returns the folders of runs that left parts and no report, and whose process is gone; the newest last
 */
export const unfinishedRuns = (results: string, isRunning = processIsThere): string[] =>
  unreported(results, pid => !isRunning(pid))

/** @returns the folders of runs whose process is there and has not written the report; the newest last. The arguments are those of `unfinishedRuns`. */
export const runsUnderWay = (results: string, isRunning = processIsThere): string[] =>
  unreported(results, isRunning)

function unreported(results: string, wanted: (pid: number) => boolean): string[] {
  let names: string[]
  try {
    names = readdirSync(results)
  } catch {
    return []
  }
  return names
    .filter(name => name !== 'latest')
    .map(name => path.join(results, name))
    .filter(
      folder => existsSync(path.join(folder, PARTS_FILE)) && !existsSync(path.join(folder, 'report.json')),
    )
    .filter(folder => {
      const header = readHeader(folder)
      return header !== undefined && wanted(header.pid)
    })
    .sort()
}

/** @returns what is known of a run since it began; `undefined` where its folder has no record that can be read */
export function readHeader(folder: string): PartsHeader | undefined {
  const file = path.join(folder, PARTS_FILE)
  const line = existsSync(file) ? readLine(firstLine(file)) : undefined
  return line?.kind === 'header' ? line : undefined
}

/** @returns what to tell of them, a line with its end; nothing when there are none */
export function tellUnfinished(folders: readonly string[]): string {
  const last = folders.at(-1)
  if (last === undefined) return ''
  const name = path.basename(last)
  return folders.length === 1
    ? `The run ${name} ended without a report. Make it of what was measured: ${command('judge', last)}\n`
    : `${folders.length} runs ended without a report, ${name} last. Make it of what was measured: ${command('judge', last)}\n`
}

function firstLine(file: string): string {
  const descriptor = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(MOST_HEADER)
    const text = bytes.subarray(0, readSync(descriptor, bytes, 0, MOST_HEADER, 0)).toString()
    return text.split('\n', 1)[0] ?? ''
  } finally {
    closeSync(descriptor)
  }
}
