import type { Doubt, Measurement, Unit } from '../measure/measurement.ts'
import type { Recording } from '../measure/recording.ts'
import type { Samples } from '../measure/samples.ts'
import type { Tally } from '../measure/tally.ts'
import type { Outcome } from './operation.ts'

/** Why there are fewer values than rounds, before the cause. */
export const FEWER = 'Of other rounds nothing is told'

/** What rounds tell. */
export interface RoundMetrics<Name extends string, Ratio extends string> {
  /** Metric of the times (ms) of each thing, and the label by which these are told apart. */
  time: { metric: string; label: string }
  names: readonly Name[]
  /** Metric of what failed. */
  errors: string
  /** Metrics of what is told of a round, and their units. */
  ratios: Readonly<Record<Ratio, Unit>>
  /** Why there is no ratio where all failed, before the cause: "No workflows to compare". */
  nothing: string
}

/** The record of rounds (`inRounds`): times of each thing, what failed, and what is told of a round in which all went well. */
export class RoundRecord<Name extends string, Ratio extends string> {
  readonly #metrics: RoundMetrics<Name, Ratio>
  readonly #times: ReadonlyMap<Name, Samples>
  readonly #ratios: ReadonlyMap<Ratio, Samples>
  readonly #errors: Tally

  /** @param recording makes its recorders */
  constructor(metrics: RoundMetrics<Name, Ratio>, recording: Recording) {
    const { time, names, errors, ratios } = metrics
    this.#metrics = metrics
    this.#times = new Map(
      names.map(name => [
        name,
        recording.samples({ metric: time.metric, unit: 'ms', labels: { [time.label]: name } }),
      ]),
    )
    const units = Object.entries(ratios) as [Ratio, Unit][]
    this.#ratios = new Map(
      units.map(([metric, unit]) => [metric, recording.samples({ metric, unit, labels: {} })]),
    )
    this.#errors = recording.tally({ metric: errors, unit: 'count', labels: {} })
  }

  /** Counts an outcome. @param of what it is of, before its cause */
  heard({ fault }: Outcome, intendedMs: number, of?: string): void {
    if (fault) {
      const cause = of === undefined ? fault.cause : `${of}: ${fault.cause}`
      this.#errors.bad(cause, intendedMs, 1, fault.example || undefined)
    } else this.#errors.good(intendedMs)
  }

  /** What one thing took, ms. */
  took(name: Name, ms: number, atMs: number): void {
    this.#times.get(name)?.add(ms, atMs)
  }

  /** What is told of a round, in the metric's unit. */
  tell(ratio: Ratio, value: number, atMs: number): void {
    this.#ratios.get(ratio)?.add(value, atMs)
  }

  /** @returns the times, what failed, and the ratios: where there is none, or there are fewer, because of what failed, the first cause of it */
  measurements(window: Measurement['window'], doubts: readonly Doubt[]): Measurement[] {
    const { time, errors, ratios, nothing } = this.#metrics
    const failed = this.#errors.toData()
    const [cause] = Object.keys(failed.causes)
    const measured = (
      identity: Pick<Measurement, 'metric' | 'unit' | 'labels'>,
      data: Measurement['data'],
    ): Measurement => ({ ...identity, window, data, doubts: [...doubts] })
    return [
      ...[...this.#times].map(([name, samples]) =>
        measured({ metric: time.metric, unit: 'ms', labels: { [time.label]: name } }, samples.toData()),
      ),
      measured({ metric: errors, unit: 'count', labels: {} }, failed),
      ...[...this.#ratios].map(([metric, samples]) => {
        const data = samples.toData()
        const one = measured({ metric, unit: ratios[metric], labels: {} }, data)
        const why = data.points.length === 0 ? nothing : FEWER
        return cause === undefined ? one : { ...one, absence: `${why}: ${cause}.` }
      }),
    ]
  }
}
