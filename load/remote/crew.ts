import { randomBytes } from 'node:crypto'
import type { Renewal } from '../http/renewed.ts'
import { harmlessAddress } from '../harmless-address.ts'
import { openEngine } from './engine.ts'
import type { Engine } from './engine.ts'
import { inTime } from './in-time.ts'
import { compareWithQueue } from './queue-clock.ts'
import { connectQueue, queueError } from './queue-client.ts'
import type { QueueClient } from './queue-client.ts'
import { StreamReader, StreamWriter } from './queue-stream.ts'
import { CrewError } from './crew-error.ts'
import type { CrewOptions } from './crew-options.ts'
import { CrewMember } from './crew-member.ts'
import type { Worked } from './crew-member.ts'
import { BEATS } from './line.ts'
import { placeOf, PREFIX } from './seat.ts'
import type { Order, Seat } from './seat.ts'
import { StartTogether } from './start-together.ts'
import { tooFewWorkers } from './too-few-workers.ts'

/** What each worker made of its part of a workload. */
export interface Shared {
  member: CrewMember
  worked: Worked
}

interface Seated {
  member: CrewMember
  writer: StreamWriter
}

/** What workers were told is kept for so long after the run, s: one that has not heard of its end yet hears of it. */
const TOLD_FOR_S = 60

/** How long the key of a run that goes on is there without being renewed, ms. */
const ALIVE_MS = 15_000

/**
 * The workers that share the load of a run. The engine deals seats, BullMQ jobs that are done when the run is; who takes one is told of workloads, and
 * sends what it records, over two streams of the queue.
 */
export class Crew {
  readonly #options: CrewOptions
  readonly #client: QueueClient
  readonly #engine: Engine
  readonly #reader: StreamReader
  readonly #id = randomBytes(6).toString('hex')
  readonly #seats = new Map<string, Seated>()
  readonly #starts = new Map<number, StartTogether>()
  readonly #refused: string[] = []
  readonly #renewing: NodeJS.Timeout
  /** All that ever had a seat. */
  readonly members: CrewMember[] = []
  #joined = Promise.withResolvers<void>()
  #workloads = 0
  #seatsMade = 0
  #clock: { atMs: number; compared: ReturnType<typeof compareWithQueue> } | undefined

  private constructor(options: CrewOptions, client: QueueClient, engine: Engine, reads: QueueClient) {
    this.#options = options
    this.#client = client
    this.#engine = engine
    engine.events.on('failed', ({ jobId, failedReason }) => this.#unseated(jobId, failedReason))
    this.#reader = new StreamReader(reads, this.key('in'), {
      message: (from, message) => this.#seats.get(from)?.member.line.receive(message),
      gap: from => this.#seats.get(from)?.member.missMessages(),
    })
    this.#renewing = setInterval(() => void this.#stayAlive().catch(() => {}), ALIVE_MS / 5)
  }

  /** Offers the seats. @throws QueueError when the queue can't be used */
  static async open(options: CrewOptions): Promise<Crew> {
    const client = await connectQueue(options.url)
    let crew: Crew | undefined
    try {
      const [reads, engine] = await Promise.all([connectQueue(options.url), openEngine(options.url)])
      const made = (crew = new Crew(options, client, engine, reads))
      await made.#stayAlive()
      await Promise.all(Array.from({ length: options.size }, (_, index) => made.#offer(index)))
      return made
    } catch (error) {
      // Whoever had taken a seat would wait for ever.
      await (crew ? crew.close() : client.destroy())
      throw queueError(options.url, error as Error)
    }
  }

  /** Workers that share each workload. */
  get size(): number {
    return this.#options.size
  }

  /**
   * Has workers do a workload, each its share, from the same moment on.
   *
   * @param share the argument of worker `index`
   * @param metrics prefixes of what its requests are measured as
   * @param warmUpMs how long the workload itself warms up. Default 0
   * @param among how many of them share it. Default: all
   * @returns what came of it, in the order of the shares: of a worker that was lost after it had begun, what it had sent
   * @throws CrewError when there are too few workers, or one is lost before it begins; what the workload throws
   */
  async share(
    { module, name }: Pick<Order, 'module' | 'name'>,
    share: (index: number) => Order['argument'],
    {
      metrics,
      warmUpMs = 0,
      among = this.size,
    }: { metrics: readonly string[]; warmUpMs?: number; among?: number },
  ): Promise<Shared[]> {
    const members = (await this.ready()).slice(0, among)
    const id = this.nextWorkload()
    const start = new StartTogether(members)
    this.#starts.set(id, start)
    const late = setTimeout(
      () => {
        const names = start.missing.map(one => (one as CrewMember).name).join(', ')
        start.giveUp(new CrewError(`The load did not begin: ${names} did not get ready in time.`))
      },
      warmUpMs + (this.#options.readyWithinMs ?? 180_000),
    )
    try {
      return await Promise.all(
        members.map(async (member, index) => {
          try {
            const worked = await member.run(
              { id, module, name, argument: share(index) },
              metrics,
              () => start.hasBegun,
            )
            return { member, worked }
          } catch (error) {
            start.giveUp(new CrewError(`The load did not begin: ${(error as Error).message}`))
            throw error
          }
        }),
      )
    } finally {
      clearTimeout(late)
      this.#starts.delete(id)
    }
  }

  /** @returns the number of the next workload of the run */
  nextWorkload(): number {
    return ++this.#workloads
  }

  /** @returns where the queue keeps something of the run */
  key(name: string): string {
    return `${PREFIX}:run:${this.#id}:${name}`
  }

  /** Has the queue forget something of the run. */
  async forget(key: string): Promise<void> {
    await inTime(this.#client.del(key))
  }

  /** Lets requests that are under way go on with credentials that were renewed: see `renewRequests`. */
  renew(renewals: readonly Renewal[]): void {
    for (const { member } of this.#seats.values()) if (member.facts) member.worker.tell('renew', renewals)
  }

  /** Lets all workers go, whatever they do, and forgets the run. Safe while the queue is away. */
  async close(): Promise<void> {
    clearInterval(this.#renewing)
    const told = [...this.#seats.values()].map(({ member, writer }) => {
      member.line.close('has ended')
      return writer.close()
    })
    await inTime(Promise.all(told))
    await inTime(this.#forget())
    await this.#reader.close()
    await this.#engine.close()
    this.#client.destroy()
  }

  /**
   * @param joinWithinMs how long they may take to come. Default: that of the options
   * @returns all workers, in the order of their seats, once they are there
   * @throws CrewError when there are too few
   */
  async ready(joinWithinMs = this.#options.joinWithinMs ?? 60_000): Promise<CrewMember[]> {
    const { size } = this.#options
    const untilMs = performance.now() + joinWithinMs
    for (;;) {
      const seated = [...this.#seats.values()]
        .map(({ member }) => member)
        .toSorted((a, b) => a.index - b.index)
      const there = seated.filter(({ facts }) => facts !== undefined)
      if (there.length === size) return there
      const leftMs = untilMs - performance.now()
      if (leftMs <= 0) {
        const came = { there: there.length, joinWithinMs, refused: this.#refused }
        throw await tooFewWorkers(this.#options, this.#engine, came)
      }
      const timer = Promise.withResolvers<void>()
      const timeout = setTimeout(timer.resolve, leftMs)
      await Promise.race([this.#joined.promise, timer.promise])
      clearTimeout(timeout)
    }
  }

  async #offer(index: number): Promise<void> {
    const id = `${this.#id}-${++this.#seatsMade}`
    const { run, version, size, beats = BEATS, tell, url } = this.#options
    const seat: Seat = {
      run,
      id,
      version,
      place: placeOf(),
      writes: this.key('in'),
      reads: this.key(`to:${id}`),
      alive: this.key('alive'),
      beats,
    }
    const writer = new StreamWriter(this.#client, seat.reads, 'run', error =>
      member.line.end(
        `is cut off: the queue ${harmlessAddress(url)} refuses what it is told (${error.message})`,
      ),
    )
    const member: CrewMember = new CrewMember(
      { seat, index, size },
      message => writer.write(message),
      { clock: () => this.#compare(), ready: (who, id) => this.#ready(who, id), others: this.members },
      {
        joined: () => {
          this.members.push(member)
          tell(`${member.name} took seat ${index + 1} of ${size}.`)
          this.#someoneJoined()
        },
        lost: because => this.#lost(member, because),
      },
    )
    this.#seats.set(id, { member, writer })
    // A queue that has forgotten everything would tell who takes it that the run is over.
    await this.#stayAlive()
    await this.#engine.queue.add('seat', seat, {
      jobId: id,
      attempts: 1,
      removeOnComplete: true,
      removeOnFail: true,
    })
  }

  #ready(member: CrewMember, id: number): Promise<number> {
    return this.#starts.get(id)?.ready(member) ?? Promise.reject(new CrewError('The workload is over.'))
  }

  #someoneJoined(): void {
    const { resolve } = this.#joined
    this.#joined = Promise.withResolvers()
    resolve()
  }

  /** Its seat is free for another; what it did is not done again. */
  #lost(member: CrewMember, because: string): void {
    if (!this.#seats.delete(member.seat.id)) return
    if (member.facts)
      this.#options.tell(`${member.name} ${because}: what it measured until then counts as far as it goes.`)
    void this.#offer(member.index).catch((error: Error) =>
      this.#options.tell(queueError(this.#options.url, error).message),
    )
  }

  /** The engine says that a seat's job failed: it was refused, or nobody renews its lock any more. */
  #unseated(jobId: string, reason: string): void {
    const seated = this.#seats.get(jobId)
    if (!seated) return
    if (!seated.member.facts) {
      this.#refused.push(reason)
      this.#options.tell(reason)
    }
    seated.member.line.end(seated.member.facts ? `was given up by the queue (${reason})` : 'refused the seat')
  }

  #compare(): ReturnType<typeof compareWithQueue> {
    const nowMs = performance.now()
    // Several ask at the same time, and more looks at once would only be slower ones.
    if (!this.#clock || nowMs - this.#clock.atMs > 500)
      this.#clock = { atMs: nowMs, compared: compareWithQueue(this.#client) }
    return this.#clock.compared
  }

  async #stayAlive(): Promise<void> {
    await this.#client.set(this.key('alive'), '1', { expiration: { type: 'PX', value: ALIVE_MS } })
  }

  /** Seats that nobody took are offered no more, and nothing of the run is kept: workers were told its cookies and tokens too. */
  async #forget(): Promise<void> {
    const seats = [...this.#seats.keys()]
    await this.#client.del(this.key('alive'))
    await Promise.all([
      ...seats.map(id => this.#engine.queue.remove(id).catch(() => 0)),
      ...this.members.map(({ seat }) => this.#client.expire(seat.reads, TOLD_FOR_S)),
    ])
  }
}
