import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { UnrecoverableError, Worker } from 'bullmq'
import type { Job } from 'bullmq'
import { moduleBeside } from '../module-beside.ts'
import type { ThreadApi } from '../thread.ts'
import { ThreadPool } from '../thread-pool.ts'
import { connectEngine } from './engine.ts'
import { inTime } from './in-time.ts'
import { connectQueue, queueError } from './queue-client.ts'
import type { QueueClient } from './queue-client.ts'
import { PREFIX, runKeyOf, SEATS, placeOf } from './seat.ts'
import type { Order, Seat, WorkerMachine } from './seat.ts'
import { WorkerSession } from './worker-session.ts'

/** What a worker is told when it begins. */
export interface CrewWorkerOptions {
  /** The queue's address. */
  url: string
  version: string
  /** Hosts that it sends load to, beside its own machine. */
  allowed: readonly string[]
  machine: WorkerMachine
  /** Whether it works for one run only. Default false. */
  once?: boolean
  /** How long it waits for the first run that asks for it, ms. Default: as long as it takes. */
  withinMs?: number
  /** Gets a sentence for each thing that people should know. */
  tell: (sentence: string) => void
}

/** How long a worker that says nothing keeps its seat in the engine's eyes, ms. */
const LOCK_MS = 30_000

/** How long the engine rests when the queue has refused something, ms. */
const REST_MS = 1000

/** How often one that is to serve one run looks whether that goes on, ms, and how often in a row the queue has to know nothing of it: longer than it takes to tell a queue that has forgotten everything. */
const LOOK_MS = 500
const LOOKS = 8

const modules: Record<Order['module'], URL> = { http: moduleBeside('../http/http.worker', import.meta.url) }

/** A process that takes seats from the queue, one at a time, and does load for the runs that they are of. */
export class CrewWorker {
  readonly #options: CrewWorkerOptions
  readonly #client: QueueClient
  readonly #worker: Worker<Seat>
  readonly #stopEngine: () => void
  readonly #pools = new Map<Order['module'], ThreadPool<ThreadApi>>()
  readonly #id = randomUUID()
  readonly #done = Promise.withResolvers<'served' | 'refused' | 'unasked'>()
  #unasked: NodeJS.Timeout | undefined
  #session: WorkerSession | undefined
  #resting: NodeJS.Timeout | undefined
  #isLeaving = false

  private constructor(
    options: CrewWorkerOptions,
    client: QueueClient,
    { connection, destroy }: Awaited<ReturnType<typeof connectEngine>>,
  ) {
    this.#options = options
    this.#client = client
    this.#stopEngine = destroy
    this.#worker = new Worker<Seat>(SEATS, job => this.#sit(job), {
      connection,
      prefix: PREFIX,
      concurrency: 1,
      // A part that was begun is never begun again by another.
      maxStalledCount: 0,
      lockDuration: LOCK_MS,
    })
    this.#worker.on('error', () => this.#rest())
  }

  /** Takes seats from now on. @throws QueueError when the queue can't be used */
  static async start(options: CrewWorkerOptions): Promise<CrewWorker> {
    const client = await connectQueue(options.url)
    const engine = await connectEngine(options.url)
    const worker = new CrewWorker(options, client, engine)
    try {
      // An engine whose connection is lost before is never ready, though its queue may come back.
      await worker.#worker.waitUntilReady()
      if (options.withinMs !== undefined)
        worker.#unasked = setTimeout(() => void worker.#leave('unasked'), options.withinMs)
      return worker
    } catch (error) {
      await inTime(worker.stop())
      throw queueError(options.url, error as Error)
    }
  }

  /** The engine asks again at once what a queue has refused, and were that told without a turn of the event loop, nothing else would be heard: it pauses. */
  #rest(): void {
    if (this.#resting) return
    void this.#worker.pause(true)
    this.#resting = setTimeout(() => {
      this.#resting = undefined
      if (!this.#isLeaving) void this.#worker.resume()
    }, REST_MS).unref()
  }

  /** Resolves when it takes no more seats: it has served the run that it was to serve, those offered are of another version, or no run asked for it in time. */
  get done(): Promise<'served' | 'refused' | 'unasked'> {
    return this.#done.promise
  }

  /** Ends whatever it does, and takes no more seats. */
  async stop(): Promise<void> {
    this.#isLeaving = true
    clearTimeout(this.#unasked)
    this.#session?.leave('was stopped')
    await this.#worker.close()
    this.#stopEngine()
    this.#client.destroy()
  }

  async #sit({ data: seat }: Job<Seat>): Promise<string> {
    const { version, allowed, machine, once = false, tell, url } = this.#options
    const name = `${hostname()}-${process.pid}`
    if (seat.version !== version) {
      const sentence = `${name} has version ${version} of Fleetmark, and the run ${seat.run} has ${seat.version}: it does not take part. Give both the same version.`
      tell(sentence)
      this.#done.resolve('refused')
      throw new UnrecoverableError(sentence)
    }
    if ((await this.#client.exists(seat.alive)) === 0) return 'the run has ended'
    clearTimeout(this.#unasked)
    const facts = { name, id: this.#id, host: hostname(), pid: process.pid, place: placeOf(), machine }
    const session = await WorkerSession.open({
      seat,
      url,
      client: this.#client,
      facts,
      allowed,
      pool: this.#pool,
    })
    this.#session = session
    tell(`Works for the run ${seat.run}.`)
    const because = await session.over
    this.#session = undefined
    // Whatever goes on was for that run alone.
    await Promise.all([
      session.stopSwarms(),
      ...[...this.#pools.values()].map(pool => pool.stopBusy(new Error(`The run ${because}.`))),
    ])
    tell(`The run ${seat.run} ${because}.${once ? '' : ' Waits for another.'}`)
    if (once) void this.#endWith(seat.run)
    return because
  }

  /** A run has a crew after the other: it has ended when the queue knows nothing of it any more, and no other seat was taken. */
  async #endWith(run: string): Promise<void> {
    const goesOn = () => this.#client.exists(runKeyOf(run)).catch(() => 1)
    for (let gone = 0; !this.#session && gone < LOOKS; gone = (await goesOn()) > 0 ? 0 : gone + 1)
      await delay(LOOK_MS, undefined, { ref: false })
    if (!this.#session) await this.#leave('served')
  }

  async #leave(why: 'served' | 'unasked'): Promise<void> {
    this.#isLeaving = true
    await this.#worker.pause(true)
    this.#done.resolve(why)
  }

  readonly #pool = (module: Order['module']): ThreadPool<ThreadApi> => {
    const pool = this.#pools.get(module) ?? new ThreadPool<ThreadApi>(modules[module])
    this.#pools.set(module, pool)
    return pool
  }
}
