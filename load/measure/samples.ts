import { requireFinite } from './finite.ts'
import type { SamplesData } from './measurement.ts'

/** A few values, each of which counts by itself: visits, rounds, trials. Of what comes all the time use a histogram. */
export class Samples {
  readonly #name: string
  readonly #points: SamplesData['points'] = []
  /** How many were asked for. */
  #told = 0

  /** @param name of the metric, for errors */
  constructor(name = 'samples') {
    this.#name = name
  }

  /** How many there are. */
  get count(): number {
    return this.#points.length
  }

  /** @param value in the measurement's unit @param atMs epoch ms @throws MeasuredValueError when one is no finite number */
  add(value: number, atMs: number): void {
    requireFinite(this.#name, value, atMs)
    this.#points.push({ atMs, value })
  }

  /** Adds a lower bound: the value was at least this large. */
  addCensored(value: number, atMs: number): void {
    requireFinite(this.#name, value, atMs)
    this.#points.push({ atMs, value, censored: true })
  }

  /** @returns those added since the last call; `undefined` when there are none */
  takePart(): SamplesData | undefined {
    if (this.#told === this.#points.length) return undefined
    const points = this.#points.slice(this.#told)
    this.#told = this.#points.length
    return { kind: 'samples', points }
  }

  /** @returns all, serialisable */
  toData(): SamplesData {
    return { kind: 'samples', points: [...this.#points] }
  }
}
