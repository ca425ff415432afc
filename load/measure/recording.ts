import { BlockHistogram } from './histogram.ts'
import type { HistogramPart } from './histogram.ts'
import type { Labels, SamplesData, SeriesData, TallyData, Unit } from './measurement.ts'
import { Samples } from './samples.ts'
import { Series } from './series.ts'
import type { Merging } from './series.ts'
import { Tally } from './tally.ts'

/** What is measured: a metric, and the labels that tell it from others of its name. */
export interface Identity {
  metric: string
  unit: Unit
  labels: Labels
}

/** What was recorded of one metric since its last part. Parts add up to what the workload hands back at its end. */
export interface Part extends Identity {
  data: HistogramPart | TallyData | SamplesData | SeriesData
}

/** Takes parts while a workload goes on. */
export type PartSink = (parts: readonly Part[]) => void

/** How often parts are handed on, ms: with the way to the disk they are there within a second. */
const HAND_ON_MS = 500

/**
 * What a workload records. It makes its recorders here, and twice a second what they got goes to a sink, so that a workload that is cut short leaves what
 * it had measured. What it hands back at its end stands in place of its parts.
 */
export class Recording {
  readonly #sink: PartSink | undefined
  readonly #recorders: { identity: Identity; recorder: { takePart(): Part['data'] | undefined } }[] = []
  readonly #timer: NodeJS.Timeout | undefined

  /** @param sink default: nobody asks for parts, and none are kept */
  constructor(sink?: PartSink) {
    this.#sink = sink
    this.#timer = sink && setInterval(() => this.handOn(), HAND_ON_MS)
    this.#timer?.unref()
  }

  /** @returns a recorder of many values, in blocks of time */
  histogram(identity: Identity): BlockHistogram {
    return this.#add(identity, new BlockHistogram(identity.metric, this.#sink !== undefined))
  }

  /** @returns a recorder of events, good or bad */
  tally(identity: Identity): Tally {
    return this.#add(identity, new Tally(identity.metric, this.#sink !== undefined))
  }

  /** @param merging what stands for neighbours when there are many. Default their mean. @returns a recorder of a quantity over time */
  series(identity: Identity, merging: Merging = 'mean'): Series {
    return this.#add(identity, new Series(merging, identity.metric, this.#sink !== undefined))
  }

  /** @returns a recorder of a few values */
  samples(identity: Identity): Samples {
    return this.#add(identity, new Samples(identity.metric))
  }

  /** Hands on what was recorded since the last time, now. */
  handOn(): void {
    if (!this.#sink) return
    const parts = this.#recorders.flatMap(({ identity, recorder }): Part[] => {
      const data = recorder.takePart()
      return data ? [{ ...identity, data }] : []
    })
    if (parts.length > 0) this.#sink(parts)
  }

  /** Ends the handing on, with what is left. */
  stop(): void {
    clearInterval(this.#timer)
    this.handOn()
  }

  #add<T extends { takePart(): Part['data'] | undefined }>(identity: Identity, recorder: T): T {
    this.#recorders.push({ identity, recorder })
    return recorder
  }
}
