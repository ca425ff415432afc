import { setTimeout as delay } from 'node:timers/promises'
import type { StartGate } from './start-gate.ts'
import { Thread } from './thread.ts'
import type { ThreadApi } from './thread.ts'

/**
 * Threads of one module, each kept after its call for the next: what V8 compiled there stays compiled. A thread has one call at a time; one whose
 * call failed is ended. Those that wait for a call keep no process alive.
 */
export class ThreadPool<Api extends ThreadApi> {
  readonly #module: URL
  #idle: Thread<Api>[] = []
  readonly #busy = new Map<Thread<Api>, Promise<unknown>>()

  /** @param module the module's URL; it calls `expose` */
  constructor(module: URL) {
    this.#module = module
  }

  /** Runs one function in a thread of its own. @param gate see `Thread.call` @returns what it returns @throws what it throws, or why the thread is gone */
  async run<Name extends keyof Api & string>(
    name: Name,
    argument: Parameters<Api[Name]>[0],
    gate?: StartGate,
  ): Promise<Awaited<ReturnType<Api[Name]>>> {
    this.#idle = this.#idle.filter(({ hasEnded }) => !hasEnded)
    const thread = this.#idle.pop() ?? new Thread<Api>(this.#module)
    thread.keepsProcess(true)
    const called = thread.call(name, argument, gate)
    this.#busy.set(thread, called)
    try {
      const value = await called
      thread.keepsProcess(false)
      this.#idle.push(thread)
      return value
    } catch (error) {
      await thread.stop()
      throw error
    } finally {
      this.#busy.delete(thread)
    }
  }

  /** Tells the threads that have a call something, and waits for nothing. */
  tellBusy<Name extends keyof Api & string>(name: Name, argument: Parameters<Api[Name]>[0]): void {
    for (const thread of this.#busy.keys()) thread.tell(name, argument)
  }

  /** Tells the threads that have a call something by which it ends, and waits until it has ended, for so long at most. */
  async endBusy<Name extends keyof Api & string>(
    name: Name,
    argument: Parameters<Api[Name]>[0],
    withinMs: number,
  ): Promise<void> {
    this.tellBusy(name, argument)
    const over = new AbortController()
    const { signal } = over
    const late = delay(withinMs, undefined, { signal }).catch(() => 'all are idle')
    await Promise.race([late, Promise.allSettled(this.#busy.values())])
    over.abort()
  }

  /** Ends the threads that have a call, at once. @param reason what the calls are rejected with */
  async stopBusy(reason: Error): Promise<void> {
    await Promise.all([...this.#busy.keys()].map(thread => thread.stop(reason)))
  }
}
