import { BlockHistogram } from '../../../load/measure/histogram.ts'
import type { Measurement, MeasurementData } from '../../../load/measure/measurement.ts'
import type { Judgement, Slo } from '../slo.ts'

/** An SLO for tests. */
export function exampleSlo(objective: string, more: Partial<Slo> = {}): Slo {
  return {
    id: 'api.latency',
    title: 'API latency',
    category: 'api',
    metric: 'm',
    unit: 'ms',
    objective,
    minSamples: 1,
    level: 'error',
    source: 'test',
    ...more,
  }
}

/** A measurement of metric `m` for tests. */
export function exampleMeasurement(data: MeasurementData, more: Partial<Measurement> = {}): Measurement {
  return {
    metric: 'm',
    unit: 'ms',
    labels: {},
    window: { startMs: 0, endMs: 60_000 },
    data,
    doubts: [],
    ...more,
  }
}

/** Values taken a second apart. */
export function samplesOf(values: readonly number[]): MeasurementData {
  return { kind: 'samples', points: values.map((value, second) => ({ atMs: second * 1000, value })) }
}

/** Values with the second each belongs to. */
export function histogramOf(entries: readonly (readonly [value: number, second: number])[]): MeasurementData {
  const histogram = new BlockHistogram()
  for (const [value, second] of entries) histogram.record(value, second * 1000)
  return histogram.toData()
}

/** Events of one second each. */
export function tallyOf(seconds: readonly (readonly [total: number, bad: number])[]): MeasurementData {
  const sum = (pick: 0 | 1): number => seconds.reduce((all, second) => all + second[pick], 0)
  return {
    kind: 'tally',
    total: sum(0),
    bad: sum(1),
    causes: sum(1) > 0 ? { 'status 500': sum(1) } : {},
    blocks: seconds.map(([total, bad], second) => ({ startMs: second * 1000, total, bad })),
  }
}

/** `count` times the same value. */
export const times = (count: number, value: number): number[] => Array.from({ length: count }, () => value)

/** A judgement for tests: a PASS unless told otherwise. */
export function exampleJudgement(more: Partial<Judgement> = {}): Judgement {
  return {
    id: 'api.latency',
    name: more.id ?? 'api.latency',
    title: 'API latency',
    category: 'api',
    metric: 'm',
    labels: {},
    level: 'error',
    objective: 'p(95)<200',
    source: 'test',
    unit: 'ms',
    verdict: 'PASS',
    confidence: 0.97,
    observed: 84,
    limit: 200,
    n: 1000,
    nEff: 800,
    parts: [],
    doubts: [],
    because: '980 of 1,000 values under 200 ms; p95 84 ms.',
    ...more,
  }
}
