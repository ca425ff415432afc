import { systemClock } from '../clock.ts'
import { SendLog } from '../swarm/accounts/send-log.ts'
import { requireRoom } from '../swarm/machine-room.ts'
import { SwarmThreads } from '../swarm/swarm-threads.ts'
import { connectQueue } from './queue-client.ts'
import type { QueueClient } from './queue-client.ts'
import { StreamReader, StreamWriter } from './queue-stream.ts'
import type { HeldClock } from './run-clock.ts'
import type { SwarmOrder, SwarmQuestion, WorkerClock } from './seat.ts'
import { SendExchange, TELL_MS } from './send-exchange.ts'
import type { Sends } from './send-exchange.ts'
import { foundModule } from './sent-module.ts'

/** What a worker's share of a swarm is held with. */
export interface WorkerSwarmOptions {
  order: SwarmOrder
  /** The worker's name. */
  name: string
  clock: HeldClock
  url: string
  client: QueueClient
  /** The queue has forgotten, or refuses, what workers tell each other. @param because as `Line.end` takes it */
  broken: (because: string) => void
}

/** So many seconds of what each worker tells are kept: who lags behind by more has lost some of it. */
const KEPT_S = 30

/** At its end a stage is over for this thread: how the clock stood meanwhile is told with it. */
const ENDS_A_STAGE: ReadonlySet<string> = new Set(['run', 'settle'])

/** A worker's share of a swarm: its threads, and what it tells other workers of its agents, and hears of theirs. */
export class WorkerSwarm {
  readonly #threads: SwarmThreads
  readonly #exchange: SendExchange
  readonly #clock: HeldClock
  readonly #ends: (() => Promise<void>)[] = []

  private constructor(threads: SwarmThreads, exchange: SendExchange, clock: HeldClock) {
    this.#threads = threads
    this.#exchange = exchange
    this.#clock = clock
  }

  /** Starts the threads; nothing connects yet. @throws MachineRoomError, SentModuleError, and what `SwarmThreads.start` throws */
  static async start(options: WorkerSwarmOptions): Promise<WorkerSwarm> {
    const { order, name, clock } = options
    const { swarm } = order
    requireRoom(Math.ceil((swarm.agents + swarm.viewers) / swarm.share.count), order.processes)
    const module = foundModule(order.module, name)
    const log = SendLog.of(swarm.agents)
    const threads = await SwarmThreads.start({ ...swarm, protocol: { ...swarm.protocol, module } }, log)
    const one = new WorkerSwarm(threads, new SendExchange(log, swarm.share, systemClock), clock)
    try {
      if (swarm.viewers > 0 && swarm.share.count > 1) await one.#connect(options)
      return one
    } catch (error) {
      await one.stop()
      throw error
    }
  }

  /** Of the threads that hold agents, and viewers, how many there are. */
  get size(): { agents: number; viewers: number } {
    return { agents: this.#threads.agents.length, viewers: this.#threads.viewers.length }
  }

  /** @returns what one of the threads answers @throws what it throws */
  async ask({
    side,
    thread,
    name,
    argument,
  }: SwarmQuestion): Promise<{ value: unknown; clock?: WorkerClock }> {
    const value: unknown = await this.#threads[side][thread]?.call(name, argument)
    return ENDS_A_STAGE.has(name) ? { value, clock: await this.#clock.look() } : { value }
  }

  /** Nothing more is heard of a share's agents. */
  lose(share: number): void {
    this.#exchange.lose(share)
    this.#tellViewers()
  }

  /** Ends it at once, with whatever it holds open. */
  async stop(): Promise<void> {
    await Promise.all([this.#threads.stop(), ...this.#ends.map(end => end())])
    this.#clock.release()
  }

  async #connect({ order, url, client, broken }: WorkerSwarmOptions): Promise<void> {
    const { share } = order.swarm
    const most = Math.ceil((share.count * KEPT_S * 1000) / TELL_MS)
    if (this.#exchange.hasOwn) {
      const refused = (error: Error): void => broken(`can't be told of anything any more (${error.message})`)
      const writer = new StreamWriter(client, order.sends, String(share.index), refused, most)
      const telling = setInterval(() => writer.write(this.#exchange.take()), TELL_MS)
      this.#ends.push(() => {
        clearInterval(telling)
        return writer.close()
      })
    }
    if (this.size.viewers === 0) return
    const heard = {
      message: (_: string, sends: unknown) => {
        this.#exchange.learn(sends as Sends)
        this.#tellViewers()
      },
      gap: () => broken('was lost: the queue forgot some of what other workers had sent'),
    }
    const reader = new StreamReader(await connectQueue(url), order.sends, heard, false)
    this.#ends.push(() => reader.close())
    this.#tellViewers()
  }

  #tellViewers(): void {
    const { knownUntilMs } = this.#exchange
    if (knownUntilMs === Number.NEGATIVE_INFINITY) return
    // One that is gone meanwhile has told why to whoever asked it last.
    for (const thread of this.#threads.viewers) thread.call('know', knownUntilMs).catch(() => {})
  }
}
