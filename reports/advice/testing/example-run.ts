import { BlockHistogram } from '../../../load/measure/histogram.ts'
import type { Labels, Measurement, MeasurementData, Unit } from '../../../load/measure/measurement.ts'
import type { Advice } from '../../advice.ts'
import { composeReport } from '../../compose-report.ts'
import type { RunFacts } from '../../compose-report.ts'
import { exampleSlo } from '../../judge/testing/example-evidence.ts'
import type { Slo } from '../../judge/slo.ts'
import type { RunReport } from '../../run-report.ts'
import { advise } from '../advise.ts'

/** How long each measurement of these tests lasts, in seconds from 0. */
export const SECONDS = 20

const MACHINE = {
  cpu: 'test',
  cores: 2,
  memoryBytes: 8e9,
  os: 'test',
  node: '24',
  browser: 'Chromium',
  fingerprint: 'test',
}

/** @returns the document that the product makes of these measurements */
export function runOf(
  slos: readonly Slo[],
  measurements: readonly Measurement[],
  more: Partial<RunFacts> = {},
): RunReport {
  return composeReport({
    id: 'run',
    startedAtMs: 0,
    endedAtMs: 60_000,
    interrupted: false,
    fleetmark: '0.1.0',
    settings: { PERF_API_DURATION: '11', PERF_AGENTS: '100', PERF_USERS: '10' },
    target: { name: 'test', baseURL: 'http://127.0.0.1', overrides: [] },
    browser: 'Chromium',
    machine: MACHINE,
    steps: [
      {
        name: 'the step',
        file: 'e2e/the.spec.ts',
        startMs: 0,
        endMs: SECONDS * 1000,
        outcome: 'completed',
      },
    ],
    measurements: [...measurements],
    lighthouse: [],
    errors: [],
    slos: [...slos],
    declarations: { metrics: [], sections: [] },
    asked: new Set(slos.map(({ id }) => id)),
    seeds: {},
    ...more,
  })
}

/** @returns the advice of a rule on a run; `undefined` where it gives none */
export const adviceBy = (rule: string, report: RunReport): Advice | undefined =>
  advise(report).find(one => one.rule === rule)

/** An SLO as the suite's are. */
export const sloOf = (id: string, objective: string, more: Partial<Slo> = {}): Slo =>
  exampleSlo(objective, { id, metric: id, title: id, minSamples: 15, ...more })

const measured = (
  metric: string,
  unit: Unit,
  labels: Labels,
  data: MeasurementData,
  more: Partial<Measurement> = {},
): Measurement => ({
  metric,
  unit,
  labels,
  window: { startMs: 0, endMs: SECONDS * 1000 },
  data,
  doubts: [],
  ...more,
})

/** Times in ms, 1000 of them spread over the seconds: by the share of the way through, 0 to 1, and the index. */
export function times(
  metric: string,
  labels: Labels,
  at: (through: number, index: number) => number,
  more: Partial<Measurement> & { n?: number } = {},
): Measurement {
  const { n = 1000, ...rest } = more
  const histogram = new BlockHistogram()
  for (let index = 0; index < n; index++) {
    histogram.record(at(index / n, index), Math.floor((index / n) * SECONDS) * 1000)
  }
  return measured(metric, 'ms', labels, histogram.toData(), rest)
}

/** The same value in each of 20 visits, or one of several in turn. */
export function visits(
  metric: string,
  labels: Labels,
  values: readonly number[],
  unit: Unit = 'ms',
): Measurement {
  const points = Array.from({ length: 20 }, (_, index) => ({
    atMs: index * 1000,
    value: values[index % values.length] ?? 0,
  }))
  return measured(metric, unit, labels, { kind: 'samples', points })
}

/** Events of which some were bad, by cause, in all seconds alike. */
export function events(
  metric: string,
  labels: Labels,
  total: number,
  causes: Record<string, number> = {},
  more: Partial<Measurement> & { examples?: Record<string, string> } = {},
): Measurement {
  const bad = Object.values(causes).reduce((sum, count) => sum + count, 0)
  const { examples, ...rest } = more
  const blocks = Array.from({ length: SECONDS }, (_, second) => ({
    startMs: second * 1000,
    total: total / SECONDS,
    bad: bad / SECONDS,
  }))
  const data: MeasurementData = { kind: 'tally', total, bad, causes, blocks, ...(examples && { examples }) }
  return measured(metric, 'count', labels, data, rest)
}

/** A series of a value a second. */
export const series = (metric: string, unit: Unit, labels: Labels, values: readonly number[]): Measurement =>
  measured(metric, unit, labels, {
    kind: 'series',
    points: values.map((value, second): [number, number] => [second * 1000, value]),
  })
