import { readWhole } from '../../load/measure/distribution.ts'
import { BlockHistogram } from '../../load/measure/histogram.ts'
import { nearestRank } from '../../load/measure/nearest-rank.ts'
import type { HistogramPart } from '../../load/measure/histogram.ts'
import type { Part } from '../../load/measure/recording.ts'
import type { Declared } from '../stored/declared.ts'

/** The latency of the moment is that of so long, ms. */
const MOMENT_MS = 10_000

/** So many values of a kind that comes one by one are looked at. */
const MOST_VALUES = 200

/** With fewer values than this a 95th percentile is their largest: their median is told. */
const FEWEST_FOR_P95 = 20

/** The numbers of the moment. */
export interface MomentFigures {
  latency?: { statistic: 'p95' | 'median'; valueMs: number }
  /** Events that an SLO of the spec judges and that went wrong since it began. Absent: none was counted yet. */
  errors?: number
}

/** What the parts of the spec under way tell of its last seconds. */
export class Moment {
  readonly #declared: Declared
  #step = ''
  #metrics: readonly string[] = []
  #judged: readonly string[] = []
  #histograms: { atMs: number; metric: string; data: HistogramPart }[] = []
  #values = new Map<string, number[]>()
  #errors: number | undefined

  constructor(declared: Declared) {
    this.#declared = declared
  }

  /**
   * Forgets what was.
   *
   * @param step the spec whose parts count from now on
   * @param metrics those that its SLOs judge; the latency is that of the first which has any
   */
  begin(step: string, metrics: readonly string[]): void {
    this.#step = step
    this.#judged = metrics
    this.#metrics = metrics.filter(metric => this.#declared.of(metric).unit === 'ms')
    this.#histograms = []
    this.#values = new Map()
    this.#errors = undefined
  }

  /** @param atMs when they were handed on, epoch ms */
  take(step: string, parts: readonly Part[], atMs: number): void {
    if (step !== this.#step) return
    for (const { metric, data } of parts) {
      // Others count what is neither good nor bad: values that a later one took the place of.
      if (data.kind === 'tally' && this.#judged.includes(metric))
        this.#errors = (this.#errors ?? 0) + data.bad
      if (!this.#metrics.includes(metric)) continue
      if (data.kind === 'histogram') this.#histograms.push({ atMs, metric, data })
      if (data.kind === 'samples') {
        const values = [...(this.#values.get(metric) ?? []), ...data.points.map(({ value }) => value)]
        this.#values.set(metric, values.slice(-MOST_VALUES))
      }
    }
  }

  /** @param nowMs epoch ms */
  figures(nowMs: number): MomentFigures {
    this.#histograms = this.#histograms.filter(({ atMs }) => atMs > nowMs - MOMENT_MS)
    const latency = this.#metrics.map(metric => this.#latencyOf(metric)).find(Boolean)
    return { ...(latency && { latency }), ...(this.#errors !== undefined && { errors: this.#errors }) }
  }

  #latencyOf(metric: string): MomentFigures['latency'] {
    const recent = this.#histograms.filter(one => one.metric === metric)
    if (recent.length > 0) {
      const sum = new BlockHistogram(metric)
      for (const { data } of recent) sum.add(data)
      return { statistic: 'p95', valueMs: readWhole(sum.toData()).percentile(95) }
    }
    const values = (this.#values.get(metric) ?? []).toSorted((a, b) => a - b)
    const isMany = values.length >= FEWEST_FOR_P95
    const valueMs = nearestRank(values, isMany ? 95 : 50)
    return valueMs === undefined ? undefined : { statistic: isMany ? 'p95' : 'median', valueMs }
  }
}
