import { setTimeout as delay } from 'node:timers/promises'
import { systemClock } from '../clock.ts'
import type { Clock } from '../clock.ts'
import { GeneratorHealth } from '../measure/health/generator-health.ts'
import { healthDoubts } from '../measure/health/health-doubts.ts'
import type { Doubt, Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { FigureRecord } from './figure-record.ts'
import type { Phase, PhaseRecord } from './figure-record.ts'
import { readAll } from './read-all.ts'
import { FIGURES } from './resource-source.ts'
import type { ResourceReading, ResourceSource } from './resource-source.ts'

/** How a target is read. */
export interface SamplerOptions {
  /** The first that tells a figure tells it. */
  sources: readonly ResourceSource[]
  /** Cores that the target may use: its CPU is a share of them. Default 1. */
  cores?: number
  /** From reading to reading, ms. Default 500. */
  periodMs?: number
  /** Less lateness of this process than this is none, ms. See `GeneratorHealth`. */
  lateFromMs?: number
  /** Is told, once, each sentence of what can't be read. Default: nobody. */
  warn?: (sentence: string) => void
}

/** Reads what a target uses of its machine, phase by phase, from several sources at once. */
export class ResourceSampler {
  readonly #sources: readonly ResourceSource[]
  readonly #periodMs: number
  readonly #warn: (sentence: string) => void
  readonly #clock: Clock
  readonly #record: FigureRecord
  readonly #health: GeneratorHealth
  readonly #phases = new Map<Phase, PhaseRecord>()
  readonly #told = new Set<string>()

  /** @param recording makes its recorders. Default: one that hands nothing on. */
  constructor(options: SamplerOptions, clock: Clock = systemClock, recording = new Recording()) {
    const { sources, cores = 1, periodMs = 500, lateFromMs, warn = () => {} } = options
    this.#sources = sources
    this.#periodMs = periodMs
    this.#warn = warn
    this.#clock = clock
    this.#record = new FigureRecord(recording, cores)
    this.#health = new GeneratorHealth(clock, lateFromMs)
  }

  /**
   * Reads in periods while something goes on. What can't be read leaves a gap, and its sentence is told once.
   *
   * @param work resolves with what there is to doubt of it, and so of what was read meanwhile
   */
  async during(phase: Phase, work: () => Promise<readonly Doubt[] | void>): Promise<void> {
    // What a source tells since the last reading begins here.
    await this.#read()
    const startMs = this.#clock.nowMs()
    const over = new AbortController()
    const reading = this.#readUntil(phase, over.signal)
    let doubts: readonly Doubt[] = []
    try {
      doubts = (await work()) ?? []
    } finally {
      over.abort()
      await reading
      this.#phases.set(phase, { window: { startMs, endMs: this.#clock.nowMs() }, doubts })
    }
  }

  /**
   * Ends it. Times are doubted where this process was late itself: what shares a machine with it was kept waiting as well.
   *
   * @returns all that was read; a figure that no source told has a sentence in its place
   */
  finish(): Measurement[] {
    const late = healthDoubts([this.#health.stop()])
    const told = new Set(this.#sources.flatMap(({ tells }) => tells))
    return this.#record
      .toMeasurements(this.#phases, told)
      .map(one => (one.unit === 'ms' ? { ...one, doubts: [...one.doubts, ...late] } : one))
  }

  async #readUntil(phase: Phase, signal: AbortSignal): Promise<void> {
    const startMs = this.#clock.nowMs()
    let lastMs = startMs
    for (let turn = 1; ; turn++) {
      // A reading that takes longer than a period leaves those out that were due meanwhile.
      turn = Math.max(turn, Math.ceil((lastMs - startMs) / this.#periodMs))
      const dueMs = startMs + turn * this.#periodMs
      const isDue = await delay(Math.max(0, dueMs - this.#clock.nowMs()), true, { signal }).catch(() => false)
      if (!isDue) return
      this.#health.began(dueMs, this.#clock.nowMs())
      const reading = await this.#read()
      const atMs = this.#clock.nowMs()
      this.#record.keep(phase, reading, atMs, atMs - lastMs)
      lastMs = atMs
    }
  }

  /** One reading of all sources. */
  async #read(): Promise<ResourceReading> {
    const reading = await readAll(this.#sources)
    this.#explain(reading.untold ?? {})
    return reading
  }

  #explain(untold: NonNullable<ResourceReading['untold']>): void {
    for (const figure of FIGURES) {
      const sentence = untold[figure]
      if (sentence === undefined) continue
      this.#record.explain(figure, sentence)
      if (!this.#told.has(sentence)) this.#warn(sentence)
      this.#told.add(sentence)
    }
  }
}
