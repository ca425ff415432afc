import { Worker, parentPort, workerData } from 'node:worker_threads'
import { createClock, systemClock } from './clock.ts'
import type { SharedClock } from './clock.ts'

/** What a thread offers: named asynchronous functions over serialisable values. */
export type ThreadApi = Record<string, (argument: never) => unknown>

interface Call {
  id: number
  name: string
  argument: unknown
}

interface Reply {
  id: number
  value?: unknown
  error?: Error
}

/**
 * A worker thread that runs a module which called `expose`. Load is generated here, so that the event loop which awaits the result
 * stays free, and is not itself measured.
 */
export class Thread<Api extends ThreadApi> {
  readonly #worker: Worker
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  #nextId = 0
  #ended: Error | undefined

  /** @param module the module's URL; it is handed this process's clock */
  constructor(module: URL) {
    this.#worker = new Worker(module, {
      workerData: { epochOffsetMs: systemClock.epochOffsetMs },
      execArgv: [],
    })
    this.#worker.on('message', (reply: Reply) => {
      const call = this.#waiting.get(reply.id)
      this.#waiting.delete(reply.id)
      if (reply.error) call?.reject(reply.error)
      else call?.resolve(reply.value)
    })
    this.#worker.on('error', error => this.#fail(error as Error))
    this.#worker.on('exit', code => this.#fail(new Error(`The load thread ended with code ${code}.`)))
  }

  /** @returns what the thread's function returns @throws what it throws, or why the thread is gone */
  call<Name extends keyof Api & string>(
    name: Name,
    argument: Parameters<Api[Name]>[0],
  ): Promise<Awaited<ReturnType<Api[Name]>>> {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(this.#ended)
        return
      }
      const id = this.#nextId++
      this.#waiting.set(id, { resolve: value => resolve(value as Awaited<ReturnType<Api[Name]>>), reject })
      this.#worker.postMessage({ id, name, argument } satisfies Call)
    })
  }

  /** Whether it takes no more calls. */
  get hasEnded(): boolean {
    return this.#ended !== undefined
  }

  /** Whether the process waits for this thread before it ends. Default: it does. */
  keepsProcess(does: boolean): void {
    if (does) this.#worker.ref()
    else this.#worker.unref()
  }

  /** Ends the thread at once. */
  async stop(): Promise<void> {
    await this.#worker.terminate()
  }

  #fail(error: Error): void {
    this.#ended ??= error
    for (const call of this.#waiting.values()) call.reject(this.#ended)
    this.#waiting.clear()
  }
}

/** Answers, in a thread, the calls of the one that started it. @param build gets the clock shared by all threads */
export function expose(build: (clock: SharedClock) => ThreadApi): void {
  const api = build(createClock((workerData as { epochOffsetMs: number }).epochOffsetMs))
  parentPort?.on('message', (call: Call) => void answer(api, call))
}

async function answer(api: ThreadApi, { id, name, argument }: Call): Promise<void> {
  try {
    parentPort?.postMessage({ id, value: await api[name]?.(argument as never) } satisfies Reply)
  } catch (error) {
    parentPort?.postMessage({ id, error: error as Error } satisfies Reply)
  }
}
