import type { Inspector } from './inspector.ts'

/** What a runtime's objects take once all garbage is collected. */
export interface KeptReading {
  bytes: number
  /** How often the runtime was started anew since this was asked first. */
  restarts: number
}

/** Names a process for as long as it lives: the system gives the id of one that has ended to another. */
const PROCESS = '[globalThis.process?.pid, globalThis.performance?.timeOrigin].join(" ")'

/** Reads, for as long as it is asked, what the objects of a runtime take, by its inspector: where that has gone, it is opened again at the next reading. */
export class KeptHeap implements AsyncDisposable {
  readonly #open: () => Promise<Inspector>
  #inspector: Inspector | undefined
  #process: string | undefined
  #restarts = 0

  /** @param open called at the first reading, and at the next after one that failed */
  constructor(open: () => Promise<Inspector>) {
    this.#open = open
  }

  /** Collects all garbage of the runtime, and reads it. @throws ResourceError when it can't be asked now */
  async read(): Promise<KeptReading> {
    try {
      this.#inspector ??= await this.#opened()
      return { bytes: await keptHeap(this.#inspector), restarts: this.#restarts }
    } catch (error) {
      await this[Symbol.asyncDispose]()
      throw error
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const inspector = this.#inspector
    this.#inspector = undefined
    await inspector?.close()
  }

  async #opened(): Promise<Inspector> {
    const inspector = await this.#open()
    // Held before it is asked: it is closed where it does not answer.
    this.#inspector = inspector
    const name = await inspector.evaluate<string>(PROCESS)
    if (this.#process !== undefined && name !== this.#process) this.#restarts++
    this.#process = name
    return inspector
  }
}

/** Collects all garbage of a runtime. @returns what its objects take then, bytes @throws ResourceError when it can't be asked */
async function keptHeap(inspector: Inspector): Promise<number> {
  // What a finaliser of the first collection lets go of goes with the second.
  await inspector.collectGarbage()
  await inspector.collectGarbage()
  const { usedSize } = await inspector.call<{ usedSize: number }>('Runtime.getHeapUsage')
  return usedSize
}
