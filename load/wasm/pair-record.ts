import { systemClock } from '../clock.ts'
import type { Doubt, Labels, Measurement, Unit } from '../measure/measurement.ts'
import type { Recording } from '../measure/recording.ts'

const SIDES = ['candidate', 'baseline'] as const
export type Side = (typeof SIDES)[number]

/** Takes the values of one metric. */
interface Kept {
  add(value: number): void
  doubt(doubt: Doubt): void
}

/** What is recorded of one input, once the functions are warm. */
interface OfInput {
  what: string
  multiplier: Kept
  memory: Kept
  time: Record<Side, Kept>
}

/** What is recorded of a pair. */
export class PairRecord {
  readonly inputs: readonly OfInput[]
  readonly cold: Record<Side, Kept>
  readonly atOnce: readonly Kept[]
  readonly #recording: Recording
  readonly #startMs = systemClock.nowMs()
  readonly #toMeasurements: (() => Measurement)[] = []
  readonly #wrong: ReturnType<Recording['tally']>
  readonly #pair: string
  #absence: string | undefined

  /** @param whats names of the inputs @param instances numbers of instances that run at once */
  constructor(recording: Recording, pair: string, whats: readonly string[], instances: readonly number[]) {
    this.#recording = recording
    this.#pair = pair
    this.#wrong = recording.tally({ metric: 'wasm.wrong', unit: 'count', labels: { pair } })
    const ofSides = (metric: string, labels: Labels): Record<Side, Kept> => ({
      candidate: this.#samples(metric, 'ms', { ...labels, side: 'candidate' }),
      baseline: this.#samples(metric, 'ms', { ...labels, side: 'baseline' }),
    })
    this.inputs = whats.map(what => ({
      what,
      multiplier: this.#samples('wasm.multiplier', 'times', { what }),
      memory: this.#samples('wasm.memory', 'bytes', { what }),
      time: ofSides('wasm.time', { what }),
    }))
    this.cold = ofSides('wasm.cold', { pair })
    this.atOnce = instances.map(count =>
      this.#samples('wasm.concurrent', 'per-second', { instances: String(count) }),
    )
  }

  /** Keeps whether the results of an input are the same. @param difference where they are not */
  compare(what: string, difference: string | null): void {
    const atMs = systemClock.nowMs()
    if (difference === null) this.#wrong.good(atMs)
    else this.#wrong.bad(`${what}: ${difference}`, atMs)
  }

  /** Takes back all times, and says why there are none. */
  excuse(because: string): void {
    this.#absence = because
  }

  toMeasurements(): Measurement[] {
    const labels = { pair: this.#pair }
    const data = this.#wrong.toData()
    const window = { startMs: this.#startMs, endMs: systemClock.nowMs() }
    const wrong: Measurement = { metric: 'wasm.wrong', unit: 'count', labels, window, data, doubts: [] }
    // What could not be compared was not found to be the same.
    const isCompared = data.total > 0 || this.#absence === undefined
    return [
      isCompared ? wrong : { ...wrong, absence: this.#absence ?? '' },
      ...this.#toMeasurements.map(measurement => measurement()),
    ]
  }

  #samples(metric: string, unit: Unit, labels: Labels): Kept {
    const samples = this.#recording.samples({ metric, unit, labels })
    const doubts: Doubt[] = []
    this.#toMeasurements.push(() => {
      const window = { startMs: this.#startMs, endMs: systemClock.nowMs() }
      const common = { metric, unit, labels, window, doubts }
      if (this.#absence === undefined) return { ...common, data: samples.toData() }
      return { ...common, data: { kind: 'samples', points: [] }, absence: this.#absence }
    })
    return {
      add: value => samples.add(value, systemClock.nowMs()),
      doubt: one => void doubts.push(one),
    }
  }
}
