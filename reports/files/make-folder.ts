import { mkdirSync, statSync } from 'node:fs'
import path from 'node:path'

/**
 * Makes a folder, and those it is in. `mkdirSync` with `recursive` does not: where a file system refuses a folder as if its parent were missing
 * (`/proc`), it tries again for ever.
 *
 * @throws Error of the file system
 */
export function makeFolder(folder: string): void {
  const missing: string[] = []
  let at = path.resolve(folder)
  while (!statSync(at, { throwIfNoEntry: false })?.isDirectory() && at !== path.dirname(at)) {
    missing.unshift(at)
    at = path.dirname(at)
  }
  for (const one of missing) makeOne(one)
}

/** Another run may make the same one at the same time. */
function makeOne(folder: string): void {
  try {
    mkdirSync(folder)
  } catch (error) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error
  }
}
