import { isAllowed, isLoopback } from '../allowed-hosts.ts'
import type { Renewal } from '../http/renewed.ts'
import { partStream } from '../measure/part-stream.ts'
import { connect } from '../rpc.ts'
import type { Rpc } from '../rpc.ts'
import { standstill } from '../standstill.ts'
import type { ThreadApi } from '../thread.ts'
import type { ThreadPool } from '../thread-pool.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Line, surelyAwaitedMs } from './line.ts'
import { PartsBySecond } from './parts-by-second.ts'
import { compareWithQueue } from './queue-clock.ts'
import { connectQueue } from './queue-client.ts'
import type { QueueClient } from './queue-client.ts'
import { StreamReader, StreamWriter } from './queue-stream.ts'
import { RunClock } from './run-clock.ts'
import type { CrewApi, Order, Seat, SwarmOrder, SwarmQuestion, WorkerClock, WorkerFacts } from './seat.ts'
import { WorkerSwarm } from './worker-swarm.ts'

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

/** A worker on its seat: it does what the run asks of it until that ends, or is not heard of any more. */
export class WorkerSession {
  readonly #options: SessionOptions
  readonly #line: Line
  readonly #rpc: Rpc<CrewApi>
  readonly #over = Promise.withResolvers<string>()
  readonly #parts = new PartsBySecond(parts => this.#rpc.tell('parts', parts))
  readonly #clock = new RunClock(() => this.#compare())
  readonly #swarms = new Map<number, Promise<WorkerSwarm>>()
  /** What was renewed since orders came that no thread has yet. */
  readonly #preparing = new Set<Renewal[]>()

  private constructor(options: SessionOptions, reads: QueueClient) {
    const { seat, client } = options
    this.#options = options
    standstill.mostMs = surelyAwaitedMs(seat.beats)
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
      gap: () =>
        this.#line.giveUp(
          'was lost: the queue forgot some of what it had sent',
          'lost its run: the queue forgot some of what that had sent',
        ),
    })
    this.#rpc = connect<CrewApi>(
      {
        run: (order: Order) => this.#run(order),
        renew: (renewals: readonly Renewal[]) => this.#renew(renewals),
        holdSwarm: (order: SwarmOrder) => this.#holdSwarm(order),
        askSwarm: (question: SwarmQuestion) => this.#askSwarm(question),
        loseShare: async ({ id, index }: { id: number; index: number }) =>
          (await this.#swarm(id)).lose(index),
        endSwarm: ({ id }: { id: number }) => this.#endSwarm(id),
      },
      this.#line,
    )
    const stopListening = partStream.listen(this.#parts.take)
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

  /** Ends the swarms that it holds. */
  async stopSwarms(): Promise<void> {
    await Promise.all([...this.#swarms.keys()].map(id => this.#endSwarm(id)))
  }

  /** Ends it from this side. @param because the rest of a sentence that begins with this worker */
  leave(because: string): void {
    this.#parts.flush()
    this.#line.close(because)
    this.#over.resolve('was left')
  }

  async #closeWhenOver(stopListening: () => void, reader: StreamReader, writer: StreamWriter): Promise<void> {
    await this.over
    stopListening()
    this.#parts.stop()
    await Promise.all([reader.close(), writer.close()])
  }

  async #run({
    id,
    module,
    name,
    argument,
  }: Order): Promise<{ measurements: Measurement[]; clock: WorkerClock }> {
    this.#requireAllowed(argument.origin)
    const renewedMeanwhile: Renewal[] = []
    this.#preparing.add(renewedMeanwhile)
    const clock = await this.#clock.hold().finally(() => this.#preparing.delete(renewedMeanwhile))
    try {
      const ready = (): Promise<number> => this.#rpc.call('ready', { id })
      const own = { ...argument, allowed: this.#options.allowed }
      const running = this.#options.pool(module).run(name, own as never, ready)
      if (renewedMeanwhile.length > 0) this.#renew(renewedMeanwhile)
      const measurements = await running.finally(() => this.#parts.flush())
      return { measurements: measurements as Measurement[], clock: await clock.look() }
    } finally {
      clock.release()
    }
  }

  #renew(renewals: readonly Renewal[]): void {
    this.#options.pool('http').tellBusy('renew', renewals as never)
    for (const renewed of this.#preparing) renewed.push(...renewals)
  }

  async #holdSwarm(order: SwarmOrder): Promise<{ agents: number; viewers: number; clock: WorkerClock }> {
    const { facts, allowed, url, client } = this.#options
    this.#requireAllowed(order.swarm.origin)
    const clock = await this.#clock.hold()
    const started = WorkerSwarm.start({
      order: { ...order, swarm: { ...order.swarm, allowed } },
      name: facts.name,
      clock,
      url,
      client,
      broken: because => this.#line.end(because),
    })
    this.#swarms.set(order.id, started)
    try {
      return { ...(await started).size, clock: await clock.look() }
    } catch (error) {
      if (this.#swarms.delete(order.id)) clock.release()
      throw error
    }
  }

  async #askSwarm(question: SwarmQuestion): ReturnType<WorkerSwarm['ask']> {
    const swarm = await this.#swarm(question.id)
    return swarm.ask(question).finally(() => this.#parts.flush())
  }

  #swarm(id: number): Promise<WorkerSwarm> {
    return this.#swarms.get(id) ?? Promise.reject(new Error('The swarm is over.'))
  }

  async #endSwarm(id: number): Promise<void> {
    const swarm = this.#swarms.get(id)
    this.#swarms.delete(id)
    await swarm?.then(
      one => one.stop(),
      () => {},
    )
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
