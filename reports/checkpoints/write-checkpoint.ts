import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { withAdvice } from '../advice/advise.ts'
import type { LiveRun } from '../live/live-run.ts'
import { fillFolder } from '../run-folder.ts'

/**
 * Writes the report of a run as far as it is.
 *
 * @param run that has caught up and is under way @param number from 1 on
 * @returns its page, and what went wrong on the way, in sentences
 * @throws Error of the file system
 */
export function writeCheckpoint(run: LiveRun, number: number): { file: string; problems: string[] } {
  const folder = path.join(placeOf(run.folder), String(number).padStart(3, '0'))
  const { report, kept } = run.checkpoint()
  const told = withAdvice({ ...report, run: { ...report.run, checkpoint: number } })
  return { file: path.join(folder, 'index.html'), problems: fillFolder(folder, told, kept) }
}

/** @returns the number of the next checkpoint of a run in that folder, from 1 on: those that are there are kept */
export function nextCheckpoint(folder: string): number {
  const place = placeOf(folder)
  return (
    1 + Math.max(0, ...(existsSync(place) ? readdirSync(place).map(Number) : []).filter(Number.isInteger))
  )
}

const placeOf = (folder: string): string => path.join(folder, 'checkpoints')
