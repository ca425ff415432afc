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
  const folder = path.join(run.folder, 'checkpoints', String(number).padStart(3, '0'))
  const { report, kept } = run.checkpoint()
  return { file: path.join(folder, 'index.html'), problems: fillFolder(folder, withAdvice(report), kept) }
}
