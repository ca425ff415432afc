import { arrivals } from '../arrivals.ts'
import type { ArrivalShape, Arrivals } from '../arrivals.ts'
import type { Clock } from '../clock.ts'
import type { GeneratorHealth } from '../measure/health/generator-health.ts'
import { runSchedule } from '../schedule.ts'
import type { GivingUp } from './giving-up.ts'
import type { OperationRecord } from './operation-record.ts'
import type { Operation, Outcome } from './operation.ts'
import { streamPhase } from './stream-phase.ts'

/** One stream of arrivals of one operation. */
export interface OperationStream {
  operation: Operation
  arrivals: ArrivalShape
  /** Where what becomes of each is kept. */
  record: OperationRecord
  /** Units of work under way at once beyond which no more are begun; those are a doubt. Default 10 000, far above any honest need. */
  mostInFlight?: number | undefined
}

/** What all streams of a run share. */
export interface LoopMeans {
  health: GeneratorHealth
  givingUp: GivingUp
  clock: Clock
}

/**
 * Begins each unit of work at its intended time whatever becomes of the others (the open model), and keeps what becomes of it from its **intended**
 * start, so that a stall of the target shows in all that fell due during it (no coordinated omission). Streams come between one another: what all asked at
 * the same moment would be measured in the queue that they make. Where nothing at all is answered it ends early, and what then still falls due counts as
 * failed.
 *
 * @param startMs epoch ms of the arrivals' zero
 * @returns resolves when all that was begun is over; rejects with what an operation throws, which it never should
 */
export async function runOpenLoop(
  streams: readonly OperationStream[],
  startMs: number,
  means: LoopMeans,
): Promise<void> {
  await Promise.all(
    streams.map((stream, index) => new StreamRun(stream, streamPhase(index), startMs, means).run()),
  )
}

class StreamRun {
  readonly #stream: OperationStream
  readonly #arrivals: Arrivals
  readonly #mostInFlight: number
  readonly #startMs: number
  readonly #means: LoopMeans
  #inFlight = 0
  #settle: { idle(): void; failed(error: unknown): void } | undefined
  #failure: { error: unknown } | undefined

  constructor(stream: OperationStream, phase: number, startMs: number, means: LoopMeans) {
    this.#stream = stream
    this.#arrivals = arrivals(stream.arrivals, phase)
    this.#mostInFlight = stream.mostInFlight ?? 10_000
    this.#startMs = startMs
    this.#means = means
  }

  async run(): Promise<void> {
    const { clock, givingUp } = this.#means
    let due = 0
    const fire = (index: number, intendedMs: number): void => {
      due = index + 1
      this.#begin(index, intendedMs)
    }
    await runSchedule(this.#arrivals, this.#startMs, clock, fire, givingUp.signal)
    const left = this.#arrivals.count - due
    const dueMs = (index: number): number => this.#startMs + this.#arrivals.at(due + index)
    if (left > 0) this.#stream.record.giveUp(left, clock.nowMs(), givingUp.because, dueMs)
    if (this.#inFlight > 0 && !this.#failure) {
      await new Promise<void>((idle, failed) => (this.#settle = { idle, failed }))
    }
    if (this.#failure) throw this.#failure.error
  }

  #begin(index: number, intendedMs: number): void {
    if (this.#failure) throw this.#failure.error
    if (this.#inFlight >= this.#mostInFlight) {
      this.#stream.record.leaveOut()
      return
    }
    const { health, givingUp, clock } = this.#means
    health.began(intendedMs, clock.nowMs())
    this.#inFlight++
    const over = (outcome: Outcome): void => {
      this.#stream.record.add(intendedMs, outcome)
      givingUp.heard(outcome)
      this.#inFlight--
      if (this.#inFlight === 0) this.#settle?.idle()
    }
    this.#stream.operation(index, intendedMs, givingUp.signal).then(over).catch(this.#fail)
  }

  readonly #fail = (error: unknown): void => {
    this.#failure ??= { error }
    this.#settle?.failed(error)
  }
}
