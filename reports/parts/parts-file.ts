import { closeSync, constants, openSync, writeSync } from 'node:fs'
import path from 'node:path'
import { makeFolder } from '../files/make-folder.ts'
import { secrets } from '../secrets/secrets.ts'
import { writeRemedy } from '../files/write-remedy.ts'
import { writeLine } from './part-line.ts'
import type { PartLine, PartsHeader } from './part-line.ts'

/** Opens a file that is there, and appends to it. */
const APPEND_ONLY = constants.O_WRONLY | constants.O_APPEND

/** Files of which it was told in this process that they can't be written: each spec joins them anew. */
const told = new Set<string>()

const toConsole = (sentence: string): void => void process.stderr.write(`${sentence}\n`)

/**
 * Appends to the `parts.ndjson` of a run. A whole line is handed to the system at a time, so that several processes can append and what was written
 * outlives them. Secrets that this process knows are not written. What can't be written is told once; the run goes on, and is judged by what Playwright carries.
 */
export class PartsFile {
  readonly #file: string
  #tell: (sentence: string) => void
  #descriptor: number | undefined

  private constructor(file: string, flags: string | number, tell: (sentence: string) => void) {
    this.#file = file
    this.#tell = tell
    try {
      this.#descriptor = openSync(file, flags)
    } catch (error) {
      // Without a header, which the reporter writes, nobody asks for parts.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#giveUp(error as Error)
    }
  }

  /**
   * Begins the file of a run. Who began it says nothing of what it can't write later: those that join it write what is measured, and do.
   *
   * @param tell gets a sentence when it can't be begun. Default: to the console.
   */
  static begin(file: string, header: PartsHeader, tell = toConsole): PartsFile {
    try {
      makeFolder(path.dirname(file))
    } catch {
      // Opening it tells why.
    }
    const parts = new PartsFile(file, 'a', tell)
    parts.append(header)
    parts.#tell = () => {}
    return parts
  }

  /** Goes on with the file that another process began; where there is none, nothing is written. */
  static join(file: string, tell = toConsole): PartsFile {
    return new PartsFile(file, APPEND_ONLY, tell)
  }

  append(line: PartLine): void {
    if (this.#descriptor === undefined) return
    try {
      const bytes = Buffer.from(writeLine(secrets.redactIn(line)))
      for (let at = 0; at < bytes.length;) at += writeSync(this.#descriptor, bytes, at)
    } catch (error) {
      this.close()
      this.#giveUp(error as Error)
    }
  }

  close(): void {
    const descriptor = this.#descriptor
    this.#descriptor = undefined
    if (descriptor !== undefined) closeSync(descriptor)
  }

  #giveUp(error: Error): void {
    if (told.has(this.#file)) return
    told.add(this.#file)
    this.#tell(
      `${this.#file} can't be written (${error.message}): what is measured from now on is kept in memory only, until the report is written.${writeRemedy(error)}`,
    )
  }
}
