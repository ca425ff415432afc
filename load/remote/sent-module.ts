import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** A file that two machines have, each at its own place. */
export interface SentModule {
  /** What `path` begins at: this package, the folder that the command was started in, or the machine's root. */
  from: 'package' | 'folder' | 'root'
  path: string
  /** SHA-256 of what is in it. */
  sha256: string
  /** Files beside it that it names, and those that these name: by their paths from its folder, each with its SHA-256. */
  beside: Readonly<Record<string, string>>
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

/** What names a file beside: an import, and a text that is read by its URL. */
const NAMED = /(['"`])(\.{1,2}\/[^'"`\n]+)\1/g

/** @returns files that a module names, and those that they name, itself among them */
function filesOf(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file) || !statSync(file, { throwIfNoEntry: false })?.isFile()) return found
  found.add(file)
  if (!/\.[cm]?[jt]s$/.test(file)) return found
  for (const [, , named = ''] of readFileSync(file, 'utf8').matchAll(NAMED)) {
    const beside = path.resolve(path.dirname(file), named)
    // What a package has is of its version.
    if (!isBelow(beside, PACKAGE) && !beside.includes('node_modules')) filesOf(beside, found)
  }
  return found
}

/** @returns a module as another machine finds it */
export function sentModule(module: string, folder = process.cwd()): SentModule {
  const file = fileURLToPath(module)
  const sha256 = digest(file)
  // The run's own are of its version, which is compared before.
  if (isBelow(file, PACKAGE))
    return { from: 'package', path: path.relative(PACKAGE, file), sha256, beside: {} }
  const others = [...filesOf(file)].slice(1)
  const beside = Object.fromEntries(
    others.map(other => [path.relative(path.dirname(file), other), digest(other)]),
  )
  if (isBelow(file, folder)) return { from: 'folder', path: path.relative(folder, file), sha256, beside }
  return { from: 'root', path: file, sha256, beside }
}

/** @returns the URL of this machine's own @throws SentModuleError when it has none, or another, or what it names is another */
export function foundModule(
  { from, path: below, sha256, beside }: SentModule,
  worker: string,
  folder = process.cwd(),
): string {
  const file = path.resolve({ package: PACKAGE, folder, root: '/' }[from], below)
  requireSame(file, sha256, worker)
  for (const [named, digested] of Object.entries(beside))
    requireSame(path.resolve(path.dirname(file), named), digested, worker)
  return pathToFileURL(file).href
}

function requireSame(file: string, sha256: string, worker: string): void {
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
}
