import { appendFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { systemClock } from '../load/clock.ts'
import { makeFolder } from './files/make-folder.ts'
import { processIsThere, processStart } from './parts/process-is-there.ts'

/** Where the runs of this machine leave word that they are under way, each in a file that is named after it and its process. */
const BOARD = path.join(tmpdir(), 'fleetmark-runs')

/** Where the system does not tell when a process began, word of a run is believed for so long. */
const LONGEST_MS = 24 * 3600 * 1000

/** Word of a run that is under way, for the others on this machine: two that measure at once disturb each other. */
export class RunNotice {
  readonly #file: string
  /** Ids of the runs that were under way already. */
  readonly earlier: readonly string[]

  private constructor(file: string, earlier: readonly string[]) {
    this.#file = file
    this.earlier = earlier
  }

  /**
   * Leaves word, also with the runs that are under way. Where nothing can be written, nothing is noticed.
   *
   * @param id of the run
   * @param pid of its process
   * @param board where runs leave word. Default: a folder among the temporary files.
   */
  static post(id: string, pid: number, board = BOARD): RunNotice {
    const own = `${pid}.${processStart(pid)} ${id}`
    const file = path.join(board, own)
    try {
      makeFolder(board)
      // Before it looks for others: of two that begin together at least one sees the other.
      writeFileSync(file, '')
      const others = readdirSync(board).filter(name => name !== own)
      return new RunNotice(
        file,
        others.filter(name => tell(path.join(board, name), id)).map(name => name.replace(/^[\d.]+ /, '')),
      )
    } catch {
      return new RunNotice(file, [])
    }
  }

  /** Takes it back. @returns ids of the runs that were under way at some time while it was there */
  withdraw(): string[] {
    let later: string[] = []
    try {
      later = readFileSync(this.#file, 'utf8').split('\n').filter(Boolean)
      rmSync(this.#file)
    } catch {
      // Nobody could leave word.
    }
    return [...new Set([...this.earlier, ...later])]
  }
}

/** @returns whether the run whose word that is goes on; it is told of this one. That of a run whose process is gone is removed. */
function tell(file: string, id: string): boolean {
  const [, pid = '', start = ''] = /^(\d+)(?:\.(\d*))? /.exec(path.basename(file)) ?? []
  // Its id may have been given to another process meanwhile.
  const isSame =
    start === ''
      ? systemClock.nowMs() - statSync(file).mtimeMs < LONGEST_MS
      : start === processStart(Number(pid))
  if (pid !== '' && isSame && processIsThere(Number(pid))) {
    appendFileSync(file, `${id}\n`)
    return true
  }
  rmSync(file, { force: true })
  return false
}
