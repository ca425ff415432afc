import { execFile } from 'node:child_process'
import type { Stats } from 'node:fs'
import { cp, lstat, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Never copied where no git says what belongs to a folder: what an install or an earlier build has made of it. */
const MADE = ['node_modules', '.git', '.cache']

/** A folder's copy, gone with its end. */
export interface ScratchCopy extends AsyncDisposable {
  folder: string
}

/**
 * Copies a folder: what git knows or would take of it, and without git all but what installs leave.
 *
 * @param linked folders in it that are linked rather than copied
 * @param artefact is never copied: it is what a build has to make
 * @throws Error of the file system
 */
export async function scratchCopy(
  folder: string,
  artefact: string,
  linked: readonly string[] = [],
): Promise<ScratchCopy> {
  const copy = await emptyFolder()
  try {
    await fillCopy(copy.folder, folder, artefact, linked)
    return copy
  } catch (error) {
    await copy[Symbol.asyncDispose]()
    throw error
  }
}

async function fillCopy(
  copy: string,
  folder: string,
  artefact: string,
  linked: readonly string[],
): Promise<void> {
  const within = await listed(folder)
  const links = [...new Set(linked.map(plainPath))]
  const left = [plainPath(artefact), ...links]
  const isLeft = (file: string): boolean => left.some(one => file === one || isWithin(file, one))
  if (within) {
    for (const file of within.filter(one => !isLeft(one))) {
      const to = path.join(copy, file)
      await mkdir(path.dirname(to), { recursive: true })
      // One that is deleted and not yet so for git is listed all the same.
      await cp(path.join(folder, file), to, { recursive: true, verbatimSymlinks: true }).catch(ignoreMissing)
    }
  } else {
    const filter = async (from: string): Promise<boolean> => {
      const file = path.relative(folder, from)
      return !isLeft(file) && !MADE.includes(path.basename(from)) && isCopied(await lstat(from))
    }
    await cp(folder, copy, { recursive: true, verbatimSymlinks: true, filter })
  }
  for (const one of links.filter(link => !links.some(other => isWithin(link, other)))) {
    const at = path.join(copy, one)
    await mkdir(path.dirname(at), { recursive: true })
    await symlink(path.resolve(folder, one), at, 'junction')
  }
}

/** @returns a path in a folder as the files in it are told: without `./` at its beginning and slashes at its end */
export function plainPath(one: string): string {
  const plain = path.normalize(one)
  return plain.endsWith(path.sep) ? plain.slice(0, -1) : plain
}

/** @param one both are plain paths */
export const isWithin = (one: string, folder: string): boolean => one.startsWith(`${folder}${path.sep}`)

/** A socket or a pipe that some program has left there is no source. */
const isCopied = (found: Stats): boolean => found.isFile() || found.isDirectory() || found.isSymbolicLink()

/** An empty folder, gone with its end. */
export async function emptyFolder(): Promise<ScratchCopy> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fleetmark-delivery-'))
  return {
    folder,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  }
}

/** @returns the files that git has or would take; `undefined` where it does not know the folder */
async function listed(folder: string): Promise<string[] | undefined> {
  try {
    const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
    const { stdout } = await run('git', args, { cwd: folder, maxBuffer: 1e9 })
    const files = stdout.split('\0').filter(file => file !== '')
    return files.length > 0 ? files.map(file => path.normalize(file)) : undefined
  } catch {
    return undefined
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
