import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import type { EventLoopUtilization } from 'node:perf_hooks'
import type { Clock } from '../clock.ts'
import { BlockHistogram, readWhole } from './histogram.ts'
import type { Doubt, HistogramData, Measurement, Unit } from './measurement.ts'

/** Lateness below this (p99) is not worth a doubt: a twentieth of the tightest latency limit, 100 ms. */
const WORTH_A_DOUBT_MS = 5

/** How often the event-loop delay is probed; the delay reported has the probe's own period taken off. */
const PROBE_MS = 5

/**
 * Watches the thread it runs in while it generates load: event-loop delay and utilisation, CPU time, and lateness against the
 * schedule. Utilisation without CPU time means that the machine, not the target, was short of something.
 */
export class GeneratorHealth {
  readonly #clock: Clock
  readonly #lateness = new BlockHistogram()
  readonly #probe = monitorEventLoopDelay({ resolution: PROBE_MS })
  readonly #delay: [number, number][] = []
  readonly #utilisation: [number, number][] = []
  readonly #cpu: [number, number][] = []
  #mark: { atMs: number; elu: EventLoopUtilization; cpu: NodeJS.CpuUsage }
  readonly #timer: NodeJS.Timeout

  constructor(clock: Clock) {
    this.#clock = clock
    this.#probe.enable()
    this.#mark = this.#now()
    this.#timer = setInterval(() => this.#sample(), 1000)
  }

  /** Records that a piece of work due at `intendedMs` was begun at `actualMs`. */
  began(intendedMs: number, actualMs: number): void {
    this.#lateness.record(actualMs - intendedMs, actualMs)
  }

  /** Ends the watch. @returns what was seen; the measurements are series, and the lateness as a histogram. */
  stop(): HealthReport {
    clearInterval(this.#timer)
    this.#sample()
    this.#probe.disable()
    return {
      lateness: this.#lateness.toData(),
      delay: this.#delay,
      utilisation: this.#utilisation,
      cpu: this.#cpu,
    }
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
    const delayMs = Math.max(0, this.#probe.percentile(99) / 1e6 - PROBE_MS)
    this.#delay.push([now.atMs, delayMs])
    this.#utilisation.push([now.atMs, performance.eventLoopUtilization(now.elu, this.#mark.elu).utilization])
    this.#cpu.push([now.atMs, cpu / 1000 / spanMs])
    this.#probe.reset()
    this.#mark = now
  }
}

/** What one generating thread saw of itself. Serialisable. */
export interface HealthReport {
  lateness: HistogramData
  /** Event-loop delay, p99 of each second, in ms. */
  delay: [atMs: number, value: number][]
  /** Share of time in which the event loop was busy, 0 to 1. */
  utilisation: [atMs: number, value: number][]
  /** CPU time as a share of one core. */
  cpu: [atMs: number, value: number][]
}

/** @returns the doubt that a generator's lateness gives rise to, if it is worth one */
export function latenessDoubts(reports: readonly HealthReport[]): Doubt[] {
  const lateness = reports.map(report => report.lateness).filter(data => data.n > 0)
  const scheduleMs = lateness.length > 0 ? readWhole(...lateness).percentile(99) : 0
  const delaysMs = reports.flatMap(report => report.delay.map(([, value]) => value))
  const lateMs = Math.max(scheduleMs, ...delaysMs)
  return lateMs >= WORTH_A_DOUBT_MS ? [{ kind: 'generator-late', lateMs }] : []
}

/** @returns the generator's own measurements, labelled with its name: for the time axis, never judged */
export function healthMeasurements(
  generator: string,
  reports: readonly HealthReport[],
  window: Measurement['window'],
): Measurement[] {
  const series = (metric: string, unit: Unit, pick: (report: HealthReport) => [number, number][]) =>
    reports.map((report, thread): Measurement => ({
      metric,
      unit,
      labels: { generator, thread: String(thread) },
      window,
      data: { kind: 'series', points: pick(report) },
      doubts: [],
    }))
  const lateness = reports
    .filter(report => report.lateness.n > 0)
    .map((report, thread): Measurement => ({
      metric: 'generator.lateness',
      unit: 'ms',
      labels: { generator, thread: String(thread) },
      window,
      data: report.lateness,
      doubts: [],
    }))
  return [
    ...series('generator.loop-delay', 'ms', report => report.delay),
    ...series('generator.utilisation', 'ratio', report => report.utilisation),
    ...series('generator.cpu', 'ratio', report => report.cpu),
    ...lateness,
  ]
}
