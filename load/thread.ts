import { getHeapStatistics } from 'node:v8'
import { Worker, parentPort, workerData } from 'node:worker_threads'
import { createClock, systemClock } from './clock.ts'
import type { SharedClock } from './clock.ts'
import { partStream } from './measure/part-stream.ts'
import type { PartSink } from './measure/recording.ts'
import { startSoon } from './start-gate.ts'
import type { StartGate } from './start-gate.ts'
import { connect } from './rpc.ts'
import { standstill } from './standstill.ts'
import type { Rpc } from './rpc.ts'

/** Those that go on. */
const going = new Set<Worker>()

/**
 * @returns what the heaps of this process hold, its load threads and all, bytes: what is no longer used counts until it is collected, and what is resident
 * without being used does not
 */
export async function heldBytes(): Promise<number> {
  const own = getHeapStatistics()
  // One that ends meanwhile holds nothing any more.
  const others = await Promise.all([...going].map(one => one.getHeapStatistics().catch(() => undefined)))
  return [own, ...others].reduce(
    (sum, held) => sum + (held ? held.used_heap_size + held.external_memory : 0),
    0,
  )
}

/** What a thread offers: named asynchronous functions over serialisable values. */
export type ThreadApi = Record<string, (argument: never) => unknown>

/** What every thread can be told. */
type ClockApi = { follow(epochOffsetMs: number): void; mayStandStill(ms: number): void }

/** What a thread may ask of its owner. */
type OwnerApi = { parts: PartSink; start(nowMs: number): Promise<number> }

/**
 * A worker thread that runs a module which called `expose`. Load is generated here, so that the event loop which awaits the result
 * stays free, and is not itself measured. What it records goes to the `partStream` of its owner meanwhile.
 */
export class Thread<Api extends ThreadApi> {
  readonly #worker: Worker
  readonly #rpc: Rpc<Api & ClockApi>
  readonly #whyEnded: (end: Error) => Error
  #ended: Error | undefined
  #clockOffsetMs = systemClock.epochOffsetMs
  #gate: StartGate = startSoon

  /**
   * @param module the module's URL; it is handed this process's clock
   * @param whyEnded what an end means that nobody asked for, to who knows more than the thread's exit code. Default: itself.
   */
  constructor(module: URL, whyEnded: (end: Error) => Error = end => end) {
    this.#whyEnded = whyEnded
    this.#worker = new Worker(module, {
      workerData: { epochOffsetMs: this.#clockOffsetMs },
      execArgv: [],
    })
    const worker = this.#worker
    going.add(worker)
    worker.once('exit', () => going.delete(worker))
    this.#rpc = connect<Api & ClockApi>(
      { parts: partStream.publish, start: (nowMs: number) => this.#gate(nowMs) },
      this.#worker,
    )
    this.#worker.on('error', error => this.#fail(() => this.#whyEnded(error as Error)))
    this.#worker.on('exit', code => this.#fail(() => this.#whyEnded(new ThreadEndedError(code))))
  }

  /**
   * @param gate asked by workloads that can wait for others when all is ready, see `StartGate`. Default: they begin at once.
   * @returns what the thread's function returns @throws what it throws, or why the thread is gone
   */
  async call<Name extends keyof Api & string>(
    name: Name,
    argument: Parameters<Api[Name]>[0],
    gate: StartGate = startSoon,
  ): Promise<Awaited<ReturnType<Api[Name]>>> {
    if (this.#ended) throw this.#ended
    this.#gate = gate
    this.#tellTime()
    this.#rpc.tell('mayStandStill', standstill.mostMs)
    return this.#rpc.call(name, argument)
  }

  /** Calls one of its functions while another goes on, and waits for nothing. */
  tell<Name extends keyof Api & string>(name: Name, argument: Parameters<Api[Name]>[0]): void {
    if (!this.#ended) this.#rpc.tell(name, argument)
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

  /** Ends the thread at once. @param reason what its calls are rejected with. Default: that it ended. */
  async stop(reason: Error = new ThreadEndedError(1)): Promise<void> {
    this.#fail(() => reason)
    await this.#worker.terminate()
  }

  /** The process may go by another machine's clock since. */
  #tellTime(): void {
    const { epochOffsetMs } = systemClock
    if (epochOffsetMs === this.#clockOffsetMs) return
    this.#clockOffsetMs = epochOffsetMs
    this.#rpc.tell('follow', epochOffsetMs)
  }

  #fail(why: () => Error): void {
    this.#ended ??= why()
    this.#rpc.close(this.#ended)
  }
}

/** A thread that ended while it was needed. */
export class ThreadEndedError extends Error {
  readonly code = 'ERR_THREAD_ENDED'

  /** @param exitCode of the thread */
  constructor(exitCode: number) {
    super(`The load thread ended with code ${exitCode}.`)
    this.name = 'ThreadEndedError'
  }
}

/**
 * Answers, in a thread, the calls of the one that started it.
 *
 * @param build gets the clock shared by all threads, where parts of what is recorded go, and what says when to begin
 */
export function expose(build: (clock: SharedClock, sink: PartSink, gate: StartGate) => ThreadApi): void {
  const port = parentPort
  if (!port) return
  const clock = createClock((workerData as { epochOffsetMs: number }).epochOffsetMs)
  const owner = (): Rpc<OwnerApi> => rpc
  const own = build(
    clock,
    parts => owner().tell('parts', parts),
    nowMs => owner().call('start', nowMs),
  )
  const rpc: Rpc<OwnerApi> = connect<OwnerApi>(
    {
      ...own,
      follow: (offsetMs: number) => clock.follow(offsetMs),
      mayStandStill: (ms: number) => void (standstill.mostMs = ms),
    },
    port,
  )
}
