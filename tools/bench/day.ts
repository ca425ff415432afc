import { catalogueOf } from '../../fixtures/catalogue.ts'
import { slos } from '../../fixtures/slos/slos.ts'
import type { Measurement } from '../../load/measure/measurement.ts'
import { Recording } from '../../load/measure/recording.ts'
import type { Identity, PartSink } from '../../load/measure/recording.ts'
import { seededRandom } from '../../load/seeded-random.ts'
import { composeReport } from '../../reports/compose-report.ts'
import type { Step } from '../../reports/run-report.ts'
import { fillFolder } from '../../reports/run-folder.ts'

/** Endpoints of the day. */
export const ENDPOINTS = 50
/** A day. */
export const DAY_SECONDS = 86_400
/** Any moment will do. */
const START_MS = Date.UTC(2026, 0, 1)
/** Specs of the day, one after the other. */
const STEPS = 24
/** One request in so many fails. */
const FAILING = 5000

/** What a day is fed with. */
export interface DayOptions {
  seconds: number
  valuesASecond: number
  /** Gets the parts, as a run's file does. Default: nobody. */
  sink?: (parts: Parameters<PartSink>[0], atMs: number) => void
  /** Called after each second that was fed. */
  each?: (second: number) => void
}

/** Feeds a day of requests to 50 endpoints through recorders, at full speed: there is no clock in it. @returns what was measured */
export function feedDay({ seconds, valuesASecond, sink, each }: DayOptions): Measurement[] {
  let atMs = START_MS
  const recording = new Recording(sink && (parts => sink(parts, atMs)))
  const kept = Array.from({ length: ENDPOINTS }, (_, index) => {
    const labels = { endpoint: `GET /api/${index}` }
    const latency: Identity = { metric: 'api.latency', unit: 'ms', labels }
    const errors: Identity = { metric: 'api.errors', unit: 'count', labels }
    return { latency, histogram: recording.histogram(latency), errors, tally: recording.tally(errors) }
  })
  const utilisation: Identity = { metric: 'generator.utilisation', unit: 'ratio', labels: { role: 'http' } }
  const busy = recording.series(utilisation)
  const random = seededRandom(1)
  for (let second = 0; second < seconds; second++) {
    atMs = START_MS + second * 1000
    for (const { histogram, tally } of kept) {
      // Latencies about 20 ms, some of them much longer.
      for (let value = 0; value < valuesASecond; value++) {
        histogram.record(
          20 * 4 ** (random() + random() + random() - 1.5),
          atMs + (value * 1000) / valuesASecond,
        )
        if (random() < 1 / FAILING) tally.bad('HTTP 500', atMs)
        else tally.good(atMs)
      }
    }
    busy.add(atMs, 0.2 + 0.1 * random())
    recording.handOn()
    each?.(second)
  }
  recording.stop()
  const window = { startMs: START_MS, endMs: START_MS + seconds * 1000 }
  return [
    ...kept.flatMap(({ latency, histogram, errors, tally }): Measurement[] => [
      { ...latency, window, data: histogram.toData(), doubts: [] },
      { ...errors, window, data: tally.toData(), doubts: [] },
    ]),
    { ...utilisation, window, data: busy.toData(), doubts: [] },
  ]
}

/** Writes the folder of a run that measured that, in a spec an hour of the day. @returns what went wrong, in sentences */
export function writeDay(folder: string, measurements: Measurement[], seconds: number): string[] {
  const endedAtMs = START_MS + seconds * 1000
  const stepMs = (endedAtMs - START_MS) / STEPS
  const report = composeReport({
    id: 'bench',
    startedAtMs: START_MS,
    endedAtMs,
    interrupted: false,
    fleetmark: 'bench',
    settings: {},
    target: { name: 'bench', overrides: [], baseURL: 'http://127.0.0.1' },
    browser: 'none',
    steps: Array.from({ length: STEPS }, (_, index): Step => ({
      name: `hour ${index + 1}`,
      file: 'day.ts',
      startMs: START_MS + index * stepMs,
      endMs: START_MS + (index + 1) * stepMs,
      outcome: 'completed',
    })),
    measurements,
    lighthouse: [],
    errors: [],
    slos: [...slos],
    declarations: catalogueOf({}).declarations,
    asked: new Set(['api.latency', 'api.latency.p99', 'api.errors']),
    seeds: {},
  })
  return fillFolder(folder, report, [])
}
