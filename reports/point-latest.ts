import { lstatSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import path from 'node:path'

/**
 * Points `results/latest` at a run. The new link takes the place of the old one in one step, so that of runs that end together the last one has it, and
 * it is there all the time. What is no link is somebody's own, and stays.
 *
 * @returns nothing, or why it does not lead to the run, in a sentence
 */
export function pointLatest(results: string, id: string): string[] {
  const latest = path.join(results, 'latest')
  const found = lstatSync(latest, { throwIfNoEntry: false })
  if (found && !found.isSymbolicLink()) {
    const what = found.isDirectory() ? 'a folder' : 'a file'
    return [
      `${latest} is ${what} that Fleetmark did not make, so it stays as it is, and does not lead to this run in ${path.join(results, id)}: rename it.`,
    ]
  }
  const next = path.join(results, `.latest-${id}`)
  try {
    symlinkSync(process.platform === 'win32' ? path.resolve(results, id) : id, next, 'junction')
    // A junction does not give way to another.
    if (found && process.platform === 'win32') rmSync(latest, { force: true })
    renameSync(next, latest)
    return []
  } catch (error) {
    rmSync(next, { force: true })
    return [
      `${latest} can't be pointed at this run in ${path.join(results, id)} (${(error as Error).message}), and may lead to an older one.`,
    ]
  }
}
