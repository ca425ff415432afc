import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Environment, Settings } from '../../fixtures/settings/settings.ts'
import { loadTarget } from '../../fixtures/targets/load-target.ts'
import type { LoadedTarget } from '../../fixtures/targets/load-target.ts'

/** Drafts of a target's file: they lie beside where it will be, for its imports to be the same, and are gone when the process ends. */
export class Drafts implements Disposable {
  readonly #folder: string
  readonly #name: string
  readonly #remove = (): void => {
    if (this.file !== '') rmSync(this.file, { force: true })
  }
  #count = 0
  /** The last one. */
  file = ''

  /** @param file what will be written */
  constructor(file: string) {
    this.#folder = path.dirname(file)
    this.#name = path.basename(file)
    mkdirSync(this.#folder, { recursive: true })
    process.once('exit', this.#remove)
  }

  /** Writes the next one, in place of the last, and has it checked as any target. @throws TargetError when it is none */
  async load(text: string, settings: Settings, env: Environment): Promise<LoadedTarget> {
    this.#remove()
    // A module that was loaded once is not read again: each has a name of its own.
    this.file = path.join(this.#folder, `.draft-${process.pid}-${this.#count++}-${this.#name}`)
    writeFileSync(this.file, text)
    return loadTarget({ settings: { ...settings, PERF_TARGET: this.file }, env })
  }

  [Symbol.dispose](): void {
    process.off('exit', this.#remove)
    this.#remove()
  }
}
