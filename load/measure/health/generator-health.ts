import { performance } from 'node:perf_hooks'
import type { EventLoopUtilization } from 'node:perf_hooks'
import type { Clock } from '../../clock.ts'
import type { BlockHistogram } from '../histogram.ts'
import { Recording } from '../recording.ts'
import { boundedSeries } from '../series.ts'
import type { Merging, Series } from '../series.ts'
import { LoopProbe } from './loop-probe.ts'
import type { HistogramData, Labels, Measurement, Unit } from '../measurement.ts'

/** What counts as late where nothing else is said, ms: a tenth of 100 ms, which few limits are below. */
export const LATE_FROM_MS = 10

/** What one generating thread saw of itself. Serialisable. */
export interface HealthReport {
  /** Actual minus intended start of the work, in ms. */
  lateness: HistogramData
  seconds: HealthSecond[]
  /** Less lateness than this is none, ms: it can void nothing. */
  lateFromMs: number
  /** Whose thread it is, where several machines make the load. Absent: the one that has the run. */
  machine?: string
}

/** About a second in the life of a thread. */
export interface HealthSecond {
  startMs: number
  endMs: number
  /** Event-loop delay, 99th percentile. */
  delayP99Ms: number
  /** How long the event loop was held up in all, in turns of `lateFromMs` and more; of seconds that are merged, the most of any. */
  heldUpMs: number
  /** Share of the time in which the event loop was busy, 0 to 1. */
  utilisation: number
  /** CPU time as a share of one core. */
  cpu: number
}

/** Where what a generator sees of itself goes while it runs. */
export interface HealthRecord {
  recording: Recording
  /** Its name, a label. */
  generator: string
  /** Its thread's number among those of the generator, from 0. Default 0. */
  thread?: number
}

/** What is drawn of each second. */
const CURVES: { metric: string; unit: Unit; merging: Merging; pick: (second: HealthSecond) => number }[] = [
  { metric: 'generator.loop-delay', unit: 'ms', merging: 'max', pick: second => second.delayP99Ms },
  { metric: 'generator.utilisation', unit: 'ratio', merging: 'mean', pick: second => second.utilisation },
  { metric: 'generator.cpu', unit: 'ratio', merging: 'mean', pick: second => second.cpu },
]

const labelsOf = (generator: string, thread: number, machine?: string): Labels => ({
  generator,
  thread: String(thread),
  ...(machine !== undefined && { machine }),
})

/** Seconds that are kept before neighbours are merged: half an hour, and then half as many. */
const MOST_SECONDS = 1800

/**
 * Watches the thread it runs in while it generates load: event-loop delay and utilisation, CPU time, and lateness against the
 * schedule. Utilisation without CPU time means that the machine, not the target, was short of something.
 */
export class GeneratorHealth {
  readonly #clock: Clock
  readonly #lateness: BlockHistogram
  readonly #curves: { pick: (second: HealthSecond) => number; series: Series }[]
  readonly #probe: LoopProbe
  readonly #lateFromMs: number
  #seconds: HealthSecond[] = []
  #mark: { atMs: number; elu: EventLoopUtilization; cpu: NodeJS.CpuUsage }
  readonly #timer: NodeJS.Timeout

  /**
   * @param lateFromMs less lateness than this is none: a tenth of the tightest limit that is judged. Default `LATE_FROM_MS`.
   * @param record what hands on meanwhile what is seen, and the name of the generator. Default: nothing is handed on.
   */
  constructor(
    clock: Clock,
    lateFromMs = LATE_FROM_MS,
    { recording, generator, thread = 0 }: HealthRecord = { recording: new Recording(), generator: '' },
  ) {
    const labels = labelsOf(generator, thread)
    this.#clock = clock
    this.#lateness = recording.histogram({ metric: 'generator.lateness', unit: 'ms', labels })
    this.#curves = CURVES.map(({ metric, unit, merging, pick }) => ({
      pick,
      series: recording.series({ metric, unit, labels }, merging),
    }))
    this.#lateFromMs = lateFromMs
    this.#probe = new LoopProbe(lateFromMs)
    this.#mark = this.#now()
    this.#timer = setInterval(() => this.#sample(), 1000)
  }

  /** Records that a piece of work due at `intendedMs` was begun at `actualMs`. */
  began(intendedMs: number, actualMs: number): void {
    this.#lateness.record(actualMs - intendedMs, actualMs)
  }

  /** Ends the watch. @returns what was seen */
  stop(): HealthReport {
    clearInterval(this.#timer)
    this.#sample()
    this.#probe.stop()
    const lateness = this.#lateness.toData()
    return { lateness, seconds: this.#seconds, lateFromMs: this.#lateFromMs }
  }

  #now() {
    return {
      atMs: this.#clock.nowMs(),
      elu: performance.eventLoopUtilization(),
      cpu: process.threadCpuUsage(),
    }
  }

  #sample(): void {
    const now = this.#now()
    const spanMs = now.atMs - this.#mark.atMs
    if (spanMs < 100) return
    const cpu = now.cpu.user + now.cpu.system - this.#mark.cpu.user - this.#mark.cpu.system
    const { p99Ms, heldUpMs } = this.#probe.read()
    this.#keep({
      startMs: this.#mark.atMs,
      endMs: now.atMs,
      delayP99Ms: p99Ms,
      heldUpMs,
      utilisation: performance.eventLoopUtilization(now.elu, this.#mark.elu).utilization,
      cpu: cpu / 1000 / spanMs,
    })
    this.#mark = now
  }

  /** Of a long run neighbours are merged. */
  #keep(second: HealthSecond): void {
    for (const { pick, series } of this.#curves) series.add(second.endMs, pick(second))
    this.#seconds.push(second)
    if (this.#seconds.length > MOST_SECONDS) this.#seconds = mergeSeconds(this.#seconds)
  }
}

/** @returns each two that follow each other as one */
export function mergeSeconds(seconds: readonly HealthSecond[]): HealthSecond[] {
  return seconds.flatMap((one, index) => {
    const next = seconds[index + 1]
    return index % 2 === 1 ? [] : [next ? mergeTwo(one, next) : one]
  })
}

function mergeTwo(a: HealthSecond, b: HealthSecond): HealthSecond {
  const [aMs, bMs] = [a.endMs - a.startMs, b.endMs - b.startMs]
  const mean = (pick: (second: HealthSecond) => number): number =>
    (pick(a) * aMs + pick(b) * bMs) / (aMs + bMs)
  return {
    startMs: a.startMs,
    endMs: b.endMs,
    delayP99Ms: Math.max(a.delayP99Ms, b.delayP99Ms),
    heldUpMs: Math.max(a.heldUpMs, b.heldUpMs),
    utilisation: mean(second => second.utilisation),
    cpu: mean(second => second.cpu),
  }
}

/** @returns the generator's own measurements, labelled with its name and its machine's: for the time axis, never judged */
export function healthMeasurements(
  generator: string,
  reports: readonly HealthReport[],
  window: Measurement['window'],
): Measurement[] {
  const machines = Map.groupBy(reports, ({ machine }) => machine)
  const labels = (report: HealthReport): Labels =>
    labelsOf(generator, machines.get(report.machine)?.indexOf(report) ?? 0, report.machine)
  const curves = CURVES.flatMap(({ metric, unit, merging, pick }) =>
    reports.map((report): Measurement => ({
      metric,
      unit,
      labels: labels(report),
      window,
      data: boundedSeries(
        report.seconds.map(second => [second.endMs, pick(second)]),
        merging,
      ),
      doubts: [],
    })),
  )
  const lateness = reports.flatMap((report): Measurement[] =>
    report.lateness.n === 0
      ? []
      : [
          {
            metric: 'generator.lateness',
            unit: 'ms',
            labels: labels(report),
            window,
            data: report.lateness,
            doubts: [],
          },
        ],
  )
  return [...curves, ...lateness]
}
