import { rateAt } from '../arrivals.ts'
import type { ArrivalShape } from '../arrivals.ts'
import type { Clock } from '../clock.ts'
import type { Labels, Measurement, Unit } from '../measure/measurement.ts'
import { rateSeries } from '../measure/rate.ts'
import type { Recording } from '../measure/recording.ts'
import type { Series } from '../measure/series.ts'
import { mergeTallies } from '../measure/tally.ts'
import type { OperationRecord } from './operation-record.ts'

/** What a workload asks of its target over time: a curve of all requests and one of those that failed, and perhaps the rate that was intended. */
export class LoadSeries {
  readonly #records: readonly OperationRecord[]
  readonly #labels: Labels

  /**
   * @param records of all requests
   * @param labels tell workloads apart that go on at the same time: each has a line of its own
   * @param recording hands the curves on meanwhile
   */
  constructor(records: readonly OperationRecord[], labels: Labels, recording: Recording) {
    this.#records = records
    this.#labels = labels
    const tallies = records.map(record => record.errors)
    recording.rate({ metric: 'load.requests', unit: 'per-second', labels }, tallies, 'all')
    recording.rate({ metric: 'load.errors', unit: 'per-second', labels }, tallies, 'bad')
  }

  /** @param others further curves by metric, such as the intended rate @returns requests and errors a second, and the others */
  measurements(others: Readonly<Record<string, Series>>, window: Measurement['window']): Measurement[] {
    const counted = mergeTallies(this.#records.map(record => record.counted()))
    const curve = (
      metric: string,
      data: Measurement['data'],
      unit: Unit = metric === 'load.users' ? 'count' : 'per-second',
    ): Measurement => ({ metric, unit, labels: this.#labels, window, data, doubts: [] })
    return [
      ...Object.entries(others).map(([metric, series]) => curve(metric, series.toData())),
      curve('load.requests', rateSeries(counted, 'all')),
      curve('load.errors', rateSeries(counted, 'bad')),
    ]
  }
}

/** The rate that is intended of some shapes together: a point for each second that has begun, with the rate in its middle. */
export class IntendedRate {
  readonly series: Series
  readonly #shapes: readonly ArrivalShape[]
  readonly #startMs: number
  readonly #clock: Clock
  readonly #timer: NodeJS.Timeout
  #second = 0

  /** @param startMs epoch ms of the shapes' zero */
  constructor(
    shapes: readonly ArrivalShape[],
    startMs: number,
    clock: Clock,
    labels: Labels,
    recording: Recording,
  ) {
    this.series = recording.series({ metric: 'load.intended', unit: 'per-second', labels })
    this.#shapes = shapes
    this.#startMs = startMs
    this.#clock = clock
    this.#timer = setInterval(() => this.#tell(this.#clock.nowMs()), 1000)
  }

  /** Ends it at a time, epoch ms. */
  stop(endMs: number): void {
    clearInterval(this.#timer)
    this.#tell(endMs)
  }

  #tell(nowMs: number): void {
    for (; this.#second * 1000 < nowMs - this.#startMs; this.#second++) {
      const middleMs = this.#second * 1000 + 500
      const perSecond = this.#shapes.reduce((sum, shape) => sum + rateAt(shape, middleMs), 0)
      this.series.add(this.#startMs + this.#second * 1000, perSecond)
    }
  }
}
