import { isAllowed, isLoopback } from '../allowed-hosts.ts'
import { systemClock } from '../clock.ts'
import { partStream } from '../measure/part-stream.ts'
import { connect } from '../rpc.ts'
import type { Rpc } from '../rpc.ts'
import type { ThreadApi } from '../thread.ts'
import type { ThreadPool } from '../thread-pool.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Line } from './line.ts'
import { compareWithQueue } from './queue-clock.ts'
import { connectQueue } from './queue-client.ts'
import type { QueueClient } from './queue-client.ts'
import { StreamReader, StreamWriter } from './queue-stream.ts'
import type { CrewApi, Order, Seat, WorkerClock, WorkerFacts } from './seat.ts'

/** What a worker brings to a seat. */
export interface SessionOptions {
  seat: Seat
  url: string
  client: QueueClient
  facts: WorkerFacts
  allowed: readonly string[]
  /** Threads that run a module. */
  pool: (module: Order['module']) => ThreadPool<ThreadApi>
}

/** Load that a worker does not send: to a host that it is not allowed (`ERR_HOST_REFUSED`), or to what is another machine for it (`ERR_LOOPBACK`). */
class HostRefusedError extends Error {
  readonly code: 'ERR_HOST_REFUSED' | 'ERR_LOOPBACK'
  override readonly name = 'HostRefusedError'

  constructor(code: HostRefusedError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** What this process's clock was before it went by another's: it is worked for one run after another. */
const OWN_OFFSET_MS = systemClock.epochOffsetMs

/** A worker on its seat: it does what the run asks of it until that ends, or is not heard of any more. */
export class WorkerSession {
  readonly #options: SessionOptions
  readonly #line: Line
  readonly #rpc: Rpc<CrewApi>
  readonly #over = Promise.withResolvers<string>()
  #underWay = 0

  private constructor(options: SessionOptions, reads: QueueClient) {
    const { seat, client } = options
    this.#options = options
    const writer = new StreamWriter(client, seat.writes, seat.id, error =>
      this.#line.end(`can't be told of anything any more (${error.message})`),
    )
    this.#line = new Line(
      message => writer.write(message),
      because => {
        this.#rpc.close(new Error(`The run ${because}.`))
        this.#over.resolve(because)
      },
      seat.beats,
    )
    const reader = new StreamReader(reads, seat.reads, {
      message: (_, message) => this.#line.receive(message),
      gap: () => this.#line.end('was lost: the queue forgot some of what it had sent'),
    })
    this.#rpc = connect<CrewApi>({ run: (order: Order) => this.#run(order) }, this.#line)
    const stopListening = partStream.listen(parts => this.#rpc.tell('parts', parts))
    void this.#closeWhenOver(stopListening, reader, writer)
  }

  /** Takes the seat. */
  static async open(options: SessionOptions): Promise<WorkerSession> {
    const session = new WorkerSession(options, await connectQueue(options.url))
    session.#rpc.tell('join', options.facts)
    return session
  }

  /** Resolves when it ends, with why: the rest of a sentence that begins with the run. */
  get over(): Promise<string> {
    return this.#over.promise
  }

  /** Ends it from this side. @param because the rest of a sentence that begins with this worker */
  leave(because: string): void {
    this.#line.close(because)
    this.#over.resolve('was left')
  }

  async #closeWhenOver(stopListening: () => void, reader: StreamReader, writer: StreamWriter): Promise<void> {
    await this.over
    stopListening()
    await Promise.all([reader.close(), writer.close()])
  }

  async #run({
    id,
    module,
    name,
    argument,
  }: Order): Promise<{ measurements: Measurement[]; clock: WorkerClock }> {
    this.#requireAllowed(argument.origin)
    const before = await this.#compare()
    // A step of the clock would be a jump of what is under way.
    if (this.#underWay === 0) systemClock.follow(systemClock.epochOffsetMs + before.offsetMs)
    const leftMs = this.#underWay === 0 ? 0 : Math.abs(before.offsetMs)
    this.#underWay++
    try {
      const ready = (): Promise<number> => this.#rpc.call('ready', { id })
      const measurements = (await this.#options
        .pool(module)
        .run(name, argument as never, ready)) as Measurement[]
      const after = await this.#compare()
      return {
        measurements,
        clock: {
          aheadMs: OWN_OFFSET_MS - systemClock.epochOffsetMs,
          errorMs: Math.max(leftMs + before.errorMs, Math.abs(after.offsetMs) + after.errorMs),
        },
      }
    } finally {
      this.#underWay--
    }
  }

  /** @returns how far the run's clock is ahead of this process's: both are held against the queue's */
  async #compare(): Promise<{ offsetMs: number; errorMs: number }> {
    const theirs = await this.#rpc.call('clock', undefined)
    const own = await compareWithQueue(this.#options.client)
    return { offsetMs: own.offsetMs - theirs.offsetMs, errorMs: own.errorMs + theirs.errorMs }
  }

  #requireAllowed(origin: string): void {
    const { facts, allowed, seat } = this.#options
    const url = new URL(origin)
    if (isLoopback(url) && facts.place !== seat.place)
      throw new HostRefusedError(
        'ERR_LOOPBACK',
        `${facts.name} can't reach ${url.origin}: that is the address of each machine for itself.`,
      )
    if (isAllowed(url, allowed)) return
    throw new HostRefusedError('ERR_HOST_REFUSED', `${facts.name} sends no load to ${url.hostname}.`)
  }
}
