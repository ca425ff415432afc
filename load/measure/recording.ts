import { BlockHistogram } from './histogram.ts'
import type { HistogramPart } from './histogram.ts'
import type { Labels, SamplesData, SeriesData, TallyData, Unit } from './measurement.ts'
import { ratePart } from './rate.ts'
import type { Counted, RatePart } from './rate.ts'
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
  data: HistogramPart | TallyData | SamplesData | SeriesData | RatePart
}

/** Takes parts while a workload goes on. */
export type PartSink = (parts: readonly Part[]) => void

/** How often parts are handed on, ms: with the way to the disk they are there within a second. */
const HAND_ON_MS = 500

/**
 * What a workload records. It makes its recorders here, and twice a second what they got goes to a sink, so that a workload that is cut short leaves what
 * it had measured. What it hands back at its end stands in place of its parts.
 *
 * Some figures exist only at the end, and a workload that is cut short has none of them: by which cause updates were
 * lost, doubled or put out of order, and those still on their way (`realtime.delivery`), which are lost only when the wait for them is over; the refresh of a round, which ends with the
 * slowest viewer of all threads; a recovery, which begins with the outage and ends with the last that came back; what callers made of a rate limit, which
 * is told from all replies together; the search for a capacity, of which the workloads at each level are what goes to the parts; and which of the values
 * that were sent a page painted, which is told from the frames of the whole stage.
 */
export class Recording {
  readonly #sink: PartSink | undefined
  readonly #recorders: { identity: Identity; recorder: { takePart(): Part['data'] | undefined } }[] = []
  readonly #rates: { identity: Identity; tallies: readonly Tally[]; which: Counted }[] = []
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

  /**
   * Tells what some tallies count by the second, too: nothing more has to be counted for it.
   *
   * @param tallies its own, or such as are asked for by `takePart` and are told of in no other way
   */
  rate(identity: Identity, tallies: readonly Tally[], which: Counted = 'all'): void {
    this.#rates.push({ identity, tallies, which })
  }

  /** Hands on what was recorded since the last time, now. */
  handOn(): void {
    if (!this.#sink) return
    const counted = new Map<unknown, TallyData>()
    const parts = this.#recorders.flatMap(({ identity, recorder }): Part[] => {
      const data = recorder.takePart()
      if (data?.kind === 'tally') counted.set(recorder, data)
      return data ? [{ ...identity, data }] : []
    })
    for (const { identity, tallies, which } of this.#rates) {
      const told = tallies.flatMap(tally => counted.get(tally) ?? tally.takePart() ?? [])
      const data = ratePart(told, which)
      if (data) parts.push({ ...identity, data })
    }
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
