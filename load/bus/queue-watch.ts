import { setTimeout as delay } from 'node:timers/promises'
import type { QueueCounts } from '../account/drain.ts'
import { refusalOf } from '../amqp/amqp-fault.ts'
import { AmqpQueues } from '../amqp/amqp-queues.ts'
import type { Clock } from '../clock.ts'
import { fill } from '../http/users/template.ts'
import type { SamplesData } from '../measure/measurement.ts'

/** How often the broker is asked, ms. */
const EVERY_MS = 100

/** How often a depth is kept to be judged, ms. */
const KEPT_MS = 1000

/** So many more may wait: what was sent twice by the target, or was told to be refused and was taken. */
const TOLERANCE = 10

/** How often a broker has to count what consumers have not acknowledged, ms: RabbitMQ's `collect_statistics_interval`. */
export const COUNTED_EVERY_MS = 1000

/** How old such counts may be, ms: a broker that is busy is late with them. */
const STALE_MS = 1.5 * COUNTED_EVERY_MS

/** What AMQP 0-9-1 says of a queue that is not there. */
const NO_SUCH_QUEUE = 404

/** What is watched, and where. */
export interface WatchOptions {
  /** The broker's address. */
  url: string
  queues: readonly string[]
  /** Stands for `{{prefix}}` in the names of queues. */
  prefix: string
  /** Where it tells Prometheus of itself: `http://127.0.0.1:15692/metrics`. It has to count each `COUNTED_EVERY_MS`. Default: what consumers have not acknowledged is known where none of ours is open. */
  metrics?: string
  /** How many events this side has sent, and how many of them it does not know to be worked on. Default: not known. */
  ours?: () => { sent: number; open: number }
}

/** The broker's own counts of a target's queues, all together, over time. */
export class QueueWatch {
  readonly #options: WatchOptions
  readonly #names: readonly string[]
  readonly #queues: AmqpQueues
  readonly #clock: Clock
  readonly #points: SamplesData['points'] = []
  readonly #consumers = { most: 0, leastSince: Number.POSITIVE_INFINITY, last: 0 }
  #told: QueueCounts[] = []
  #excess: { told: number; counted: number } | undefined
  #untold: string | undefined
  #isOver = false
  #watching: Promise<void> = Promise.resolve()

  private constructor(options: WatchOptions, queues: AmqpQueues, clock: Clock) {
    this.#options = options
    this.#queues = queues
    this.#clock = clock
    this.#names = options.queues.map(name => fill(name, { prefix: options.prefix }))
  }

  /** Begins to watch. @throws ServiceError when the broker can't be used */
  static async open(options: WatchOptions, clock: Clock): Promise<QueueWatch> {
    const watch = new QueueWatch(options, await AmqpQueues.open(options), clock)
    for (const name of watch.#names) watch.#untold ??= await watch.#refused(name)
    if (watch.#untold === undefined) watch.#watching = watch.#watch()
    return watch
  }

  /** Why nothing is told of these queues, as a sentence: one of them is not there, or this user may not look at it. Absent: they can be looked at. */
  get untold(): string | undefined {
    return this.#untold
  }

  /** How many messages waited, each second. */
  get depth(): SamplesData {
    return { kind: 'samples', points: [...this.#points] }
  }

  /** Where more waited than this side can have sent: how many may have been its own at that moment, and how many the broker counted. Others use these queues. */
  get excess(): { told: number; counted: number } | undefined {
    return this.#excess
  }

  /** What the broker told, in order of time; how old it may be, ms. */
  get told(): { counts: readonly QueueCounts[]; staleMs: number } {
    return { counts: this.#told, staleMs: this.#options.metrics === undefined ? 0 : STALE_MS }
  }

  /** Whether the broker told of fewer consumers for a while, or was gone itself. */
  get wasDisturbed(): boolean {
    return this.#queues.outages > 0 || this.#consumers.leastSince < this.#consumers.most
  }

  /** Whether the broker was gone for a while. */
  get wasGone(): boolean {
    return this.#queues.outages > 0
  }

  /** Whether all consumers are there that ever were. */
  get isWhole(): boolean {
    return this.#consumers.last >= this.#consumers.most
  }

  async close(): Promise<void> {
    this.#isOver = true
    await this.#watching
    await this.#queues.close()
  }

  async #refused(name: string): Promise<string | undefined> {
    const refusal = refusalOf(await this.#queues.depth(name).catch((error: unknown) => error))
    if (!refusal) return undefined
    return refusal.code === NO_SUCH_QUEUE
      ? `RabbitMQ has no queue "${name}": correct bus.queues.`
      : `RabbitMQ does not tell of the queue "${name}": it ${refusal.meaning}.`
  }

  async #watch(): Promise<void> {
    let keptMs = Number.NEGATIVE_INFINITY
    while (!this.#isOver) {
      const atMs = this.#clock.nowMs()
      const before = this.#options.ours?.()
      const counted = await this.#count().catch(() => undefined)
      if (counted) {
        const { ready, consumers, unacked } = counted
        this.#noteConsumers(consumers)
        if (before) this.#compare(ready, before)
        // Who has worked on all that was sent has nothing left to acknowledge.
        this.#told.push({ atMs, ready, unacked: unacked ?? (before?.open === 0 ? 0 : undefined) })
        if (atMs - keptMs >= KEPT_MS) {
          keptMs = atMs
          this.#points.push({ atMs, value: ready })
        }
      } else this.#consumers.last = 0
      await delay(EVERY_MS)
    }
  }

  /** What waited was sent before it was asked for, or while it was. */
  #compare(counted: number, before: { sent: number; open: number }): void {
    const sent = this.#options.ours?.().sent ?? before.sent
    const told = before.open + sent - before.sent
    const most = this.#excess ? this.#excess.counted - this.#excess.told : TOLERANCE
    if (counted - told > most) this.#excess = { told, counted }
  }

  #noteConsumers(consumers: number): void {
    const known = this.#consumers
    known.last = consumers
    if (consumers > known.most) Object.assign(known, { most: consumers, leastSince: consumers })
    known.leastSince = Math.min(known.leastSince, consumers)
  }

  async #count(): Promise<{ ready: number; consumers: number; unacked: number | undefined }> {
    const all = await Promise.all(this.#names.map(name => this.#queues.depth(name)))
    const sum = (of: 'ready' | 'consumers'): number => all.reduce((total, one) => total + one[of], 0)
    return { ready: sum('ready'), consumers: sum('consumers'), unacked: await this.#unacked() }
  }

  async #unacked(): Promise<number | undefined> {
    const { metrics } = this.#options
    if (metrics === undefined) return undefined
    const answer = await fetch(`${metrics}/per-object`, { signal: AbortSignal.timeout(2000) })
    return unackedIn(await answer.text(), this.#names)
  }
}

/** @returns what consumers of those queues have not acknowledged, by a broker's metrics; `undefined` where they do not tell of all */
export function unackedIn(text: string, names: readonly string[]): number | undefined {
  const counts = new Map<string, number>()
  for (const [, queue = '', count = ''] of text.matchAll(
    /^rabbitmq_queue_messages_unacked\{[^}]*queue="([^"]*)"[^}]*\} (\d+)/gm,
  ))
    counts.set(queue, Number(count))
  const known = names.map(name => counts.get(name))
  return known.includes(undefined) ? undefined : known.reduce<number>((sum, count = 0) => sum + count, 0)
}
