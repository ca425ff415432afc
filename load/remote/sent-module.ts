import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** A file that two machines have, each at its own place. */
export interface SentModule {
  /** What `path` begins at: this package, the folder that the command was started in, or the machine's root. */
  from: 'package' | 'folder' | 'root'
  path: string
  /** SHA-256 of what is in it. */
  sha256: string
}

/** A file of the run that a worker lacks, or has otherwise (`ERR_MODULE_DIFFERS`). */
class SentModuleError extends Error {
  readonly code = 'ERR_MODULE_DIFFERS'
  override readonly name = 'SentModuleError'
}

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url))

const isBelow = (file: string, folder: string): boolean =>
  !/^(?:\.\.(?:[\\/]|$)|[A-Za-z]:)/.test(path.relative(folder, file))

const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')

/** @returns a module as another machine finds it */
export function sentModule(module: string, folder = process.cwd()): SentModule {
  const file = fileURLToPath(module)
  const sha256 = digest(file)
  if (isBelow(file, PACKAGE)) return { from: 'package', path: path.relative(PACKAGE, file), sha256 }
  if (isBelow(file, folder)) return { from: 'folder', path: path.relative(folder, file), sha256 }
  return { from: 'root', path: file, sha256 }
}

/** @returns the URL of this machine's own @throws SentModuleError when it has none, or another */
export function foundModule(
  { from, path: below, sha256 }: SentModule,
  worker: string,
  folder = process.cwd(),
): string {
  const file = path.resolve({ package: PACKAGE, folder, root: '/' }[from], below)
  let own: string | undefined
  try {
    own = digest(file)
  } catch {
    throw new SentModuleError(
      `${worker} has no file ${file}, which says how agents and viewers speak: put that of the run there, or start the worker in the folder that has it.`,
    )
  }
  if (own !== sha256)
    throw new SentModuleError(`${worker} has another ${file} than the run: give both the same.`)
  return pathToFileURL(file).href
}
