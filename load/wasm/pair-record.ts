import { systemClock } from '../clock.ts'
import type { Doubt, Labels, Measurement, MeasurementData, Unit } from '../measure/measurement.ts'
import type { Recording } from '../measure/recording.ts'

/** The two of a pair. */
export const SIDES = ['candidate', 'baseline'] as const
export type Side = (typeof SIDES)[number]

/** Where a turn is taken. */
export type Where = 'process' | 'page'

/** What may be without values by itself: the turns of a place, and instances at once. */
export type Part = Where | 'at-once'

/** Takes the values of one metric. */
interface Kept {
  add(value: number): void
  doubt(doubt: Doubt): void
}

type OfSides = Record<Side, Kept>

/** What is recorded of one input, once the functions are warm. */
interface OfInput {
  what: string
  multiplier: Kept
  /** Nobody tells it in a page. */
  memory: Kept | undefined
  time: OfSides
  calls: OfSides
}

/** What is recorded of all turns in one place. */
export interface OfPlace {
  cold: OfSides
  inputs: readonly OfInput[]
}

/** What a pair is called, its inputs, and how it is measured. */
export interface PairNames {
  pair: string
  whats: readonly string[]
  /** Numbers of instances that run at once. */
  instances: readonly number[]
}

/** What is recorded of a pair. */
export class PairRecord {
  readonly process: OfPlace
  readonly page: OfPlace
  readonly atOnce: readonly Kept[]
  readonly #recording: Recording
  readonly #startMs = systemClock.nowMs()
  readonly #toMeasurements: Record<Where, (() => Measurement)[]> = { process: [], page: [] }
  readonly #wrong: ReturnType<Recording['tally']>
  readonly #pair: string
  readonly #absences: Partial<Record<Part, string>> = {}

  constructor(recording: Recording, { pair, whats, instances }: PairNames) {
    this.#recording = recording
    this.#pair = pair
    this.#wrong = recording.tally({ metric: 'wasm.wrong', unit: 'count', labels: { pair } })
    this.process = this.#place('process', whats)
    this.page = this.#place('page', whats)
    this.atOnce = instances.map(count =>
      this.#samples('process', 'wasm.concurrent', 'per-second', { instances: String(count) }, 'at-once'),
    )
  }

  /** Keeps whether the results of an input are the same. @param difference where they are not */
  compare(where: Where, what: string, difference: string | null): void {
    const atMs = systemClock.nowMs()
    if (difference === null) this.#wrong.good(atMs)
    else this.#wrong.bad(`${what}${where === 'page' ? ' in a page' : ''}: ${difference}`, atMs)
  }

  /** Takes back all values of a part, and says why there are none. */
  excuse(part: Part, because: string): void {
    this.#absences[part] = because
  }

  /** @param places where turns were to be taken: nothing is said of others */
  toMeasurements(places: readonly Where[]): Measurement[] {
    const labels = { pair: this.#pair }
    const data = this.#wrong.toData()
    const wrong: Measurement = { ...this.#common(), metric: 'wasm.wrong', unit: 'count', labels, data }
    // What could not be compared was not found to be the same.
    const { process: absence, page } = this.#absences
    const isCompared = data.total > 0
    return [
      isCompared || absence === undefined ? wrong : { ...wrong, absence },
      ...places.flatMap(where =>
        where === 'page' && page !== undefined
          ? this.#noPage(page)
          : this.#toMeasurements[where].map(measurement => measurement()),
      ),
    ]
  }

  /** One sentence says it of all inputs. */
  #noPage(absence: string): Measurement[] {
    const labels = { what: this.#pair, where: 'page' }
    const data: MeasurementData = { kind: 'samples', points: [] }
    return [{ ...this.#common(), metric: 'wasm.multiplier', unit: 'times', labels, data, absence }]
  }

  #place(where: Where, whats: readonly string[]): OfPlace {
    const ofSides = (metric: string, unit: Unit, labels: Labels): OfSides => ({
      candidate: this.#samples(where, metric, unit, { ...labels, where, side: 'candidate' }),
      baseline: this.#samples(where, metric, unit, { ...labels, where, side: 'baseline' }),
    })
    return {
      inputs: whats.map(what => ({
        what,
        multiplier: this.#samples(where, 'wasm.multiplier', 'times', { what, where }),
        memory: where === 'process' ? this.#samples(where, 'wasm.memory', 'bytes', { what }) : undefined,
        time: ofSides('wasm.time', 'ms', { what }),
        calls: ofSides('wasm.calls', 'count', { what }),
      })),
      cold: ofSides('wasm.cold', 'ms', { pair: this.#pair }),
    }
  }

  #samples(where: Where, metric: string, unit: Unit, labels: Labels, part: Part = where): Kept {
    const samples = this.#recording.samples({ metric, unit, labels })
    const doubts: Doubt[] = []
    this.#toMeasurements[where].push(() => {
      const absence = this.#absences[where] ?? this.#absences[part]
      const common = { ...this.#common(), metric, unit, labels, doubts }
      if (absence === undefined) return { ...common, data: samples.toData() }
      return { ...common, data: { kind: 'samples', points: [] }, absence }
    })
    return {
      add: value => samples.add(value, systemClock.nowMs()),
      doubt: one => void doubts.push(one),
    }
  }

  #common() {
    return { window: { startMs: this.#startMs, endMs: systemClock.nowMs() }, doubts: [] }
  }
}
