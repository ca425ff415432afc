import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../../clock.ts'
import { moduleBeside } from '../../module-beside.ts'
import { CalibrationError } from '../calibration-error.ts'
import type { Question, Reply, TruthApi } from './truth-api.ts'

/**
 * Servers and hubs whose behaviour is known, in a process of their own: what measures and what is measured share no event loop. It ends with
 * this process.
 */
export class TruthProcess {
  readonly #child: ChildProcess
  readonly #gone: Promise<void>
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  #nextId = 0

  constructor() {
    const main = fileURLToPath(moduleBeside('truth-main', import.meta.url))
    this.#child = fork(main, [String(systemClock.epochOffsetMs)], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.#child.on('message', reply => this.#settle(reply as Reply))
    this.#gone = new Promise(resolve => {
      this.#child.once('exit', code =>
        this.#end(
          new CalibrationError(`The truth's process ended with ${code}: what it printed stands above.`),
          resolve,
        ),
      )
      this.#child.once('error', error => this.#end(error, resolve))
    })
  }

  /** @returns the process's answer @throws CalibrationError when it has none, or the process is gone */
  ask<Name extends keyof TruthApi>(
    name: Name,
    argument: Parameters<TruthApi[Name]>[0],
  ): Promise<Awaited<ReturnType<TruthApi[Name]>>> {
    return new Promise((resolve, reject) => {
      const id = this.#nextId++
      this.#waiting.set(id, {
        resolve: value => resolve(value as Awaited<ReturnType<TruthApi[Name]>>),
        reject,
      })
      const unsent = (error: Error | null): void => {
        if (error) this.#settle({ id, error: error.message })
      }
      this.#child.send({ id, name, argument } satisfies Question, unsent)
    })
  }

  /** Ends the process, and waits until it is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.connected) this.#child.disconnect()
    await this.#gone
  }

  #settle({ id, value, error }: Reply): void {
    const one = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error === undefined) one?.resolve(value)
    else one?.reject(new CalibrationError(error))
  }

  #end(error: Error, gone: () => void): void {
    for (const one of this.#waiting.values()) one.reject(error)
    this.#waiting.clear()
    gone()
  }
}
