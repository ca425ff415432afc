import { systemClock } from '../clock.ts'
import type { Measurement } from '../measure/measurement.ts'
import { partStream } from '../measure/part-stream.ts'
import { PartSum } from '../measure/part-sum.ts'
import type { Part } from '../measure/recording.ts'
import { connect } from '../rpc.ts'
import type { Rpc } from '../rpc.ts'
import { Line } from './line.ts'
import { keyOf } from './merge-shares.ts'
import { labelled, ownParts } from './machine-label.ts'
import { isOfRequests } from './of-requests.ts'
import { ownName } from './own-name.ts'
import type { CrewApi, Order, Seat, WorkerApi, WorkerClock, WorkerFacts } from './seat.ts'

/** What came of an order to one worker. */
export type Worked =
  | { kind: 'done'; measurements: Measurement[] }
  /** It was lost: what it had sent until then, and why. */
  | { kind: 'lost'; measurements: Measurement[]; because: string; atMs: number }

/** A worker that is gone. */
export class WorkerLostError extends Error {
  readonly code = 'ERR_WORKER_LOST'
  override readonly name = 'WorkerLostError'
}

/** What a seat tells the crew of. */
export interface SeatEvents {
  joined(): void
  /** Whoever had it is gone. @param because the rest of a sentence that begins with the worker */
  lost(because: string): void
}

/** A seat of a run, and the worker that took it. */
export class CrewMember {
  readonly seat: Seat
  /** Its place among those of the run, from 0. */
  readonly index: number
  readonly line: Line
  readonly #rpc: Rpc<WorkerApi>
  readonly #sum = new PartSum()
  readonly #gone = Promise.withResolvers<void>()
  /** Who took it; `undefined` while nobody has. */
  facts: WorkerFacts | undefined
  /** Why whoever had it is gone, and since when, epoch ms. */
  gone: { because: string; atMs: number } | undefined
  /** Over all that it did: the latest difference, the largest error. */
  clock: WorkerClock | undefined

  /**
   * @param size seats of the run
   * @param write to the worker
   * @param asked what the worker may ask of the run
   */
  constructor(
    { seat, index, size }: { seat: Seat; index: number; size: number },
    write: (message: unknown) => void,
    asked: Pick<CrewApi, 'clock'> & {
      ready(member: CrewMember, id: number): Promise<number>
      /** All that ever had a seat: none has the name of another. */
      others: readonly CrewMember[]
    },
    events: SeatEvents,
  ) {
    this.seat = seat
    this.index = index
    this.line = new Line(
      write,
      because => {
        this.gone = { because, atMs: systemClock.nowMs() }
        this.#gone.resolve()
        this.#rpc.close(new WorkerLostError(`${this.name} ${because}.`))
        events.lost(because)
      },
      seat.beats,
      true,
    )
    this.#rpc = connect<WorkerApi>(
      {
        clock: asked.clock,
        ready: ({ id }: { id: number }) => asked.ready(this, id),
        join: (facts: WorkerFacts) => {
          const others = asked.others.flatMap(one => one.facts ?? [])
          this.facts = { ...facts, name: ownName(facts, others) }
          events.joined()
        },
        parts: (parts: readonly Part[]) => {
          const own = ownParts(parts, this.name, { index, size })
          this.#sum.add(own, systemClock.nowMs())
          partStream.publish(own)
        },
      },
      this.line,
    )
  }

  /** As people call it. */
  get name(): string {
    return this.facts?.name ?? `the worker of seat ${this.index + 1}`
  }

  /** What it can be asked. */
  get worker(): Pick<Rpc<WorkerApi>, 'call' | 'tell'> {
    return this.#rpc
  }

  /** Resolves when it is gone. */
  get whenGone(): Promise<void> {
    return this.#gone.promise
  }

  /** Some of what it sent never came: it is lost, and told so. */
  missMessages(): void {
    this.line.giveUp(
      'lost its connection: the queue forgot some of what it had sent',
      'gave this worker up: the queue forgot some of what it had sent',
    )
  }

  /** Takes down how its clock stood while it worked. */
  noteClock(clock: WorkerClock): void {
    this.clock = { ...clock, errorMs: Math.max(clock.errorMs, this.clock?.errorMs ?? 0) }
  }

  /** @returns what it had sent of these when it was lost */
  leftOf(measurements: readonly Measurement[]): Measurement[] {
    const asked = new Set(measurements.map(keyOf))
    return this.#sum
      .measurements()
      .filter(one => asked.has(keyOf(one)))
      .map(one => ({ ...one, doubts: [] }))
  }

  /** Forgets what it had sent of a workload that is over. */
  supersede(measurements: readonly Measurement[]): void {
    this.#sum.supersede(measurements)
  }

  /**
   * Has it do its part of a workload of requests.
   *
   * @param metrics prefixes of what the requests are measured as: what it had sent of them stands for it when it is lost
   * @throws what the workload throws before it begins
   */
  async run(order: Order, metrics: readonly string[], hasBegun: () => boolean): Promise<Worked> {
    try {
      const { measurements, clock } = await this.#rpc.call('run', order)
      this.noteClock(clock)
      const own = measurements.map(one => labelled(one, this.name))
      this.#sum.supersede(own)
      return { kind: 'done', measurements: own }
    } catch (error) {
      if (!hasBegun()) throw error
      const { because, atMs } = this.gone ?? {
        because: `ended its part: ${(error as Error).message}`,
        atMs: systemClock.nowMs(),
      }
      const measurements = this.#sum.measurements().filter(one => isOfRequests(one, metrics))
      this.#sum.supersede(measurements)
      return { kind: 'lost', measurements: measurements.map(one => ({ ...one, doubts: [] })), because, atMs }
    }
  }
}
