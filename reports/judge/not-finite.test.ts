import { expect, test } from '@playwright/test'
import type { Measurement, MeasurementData } from '../../load/measure/measurement.ts'
import { exampleMeasurement, exampleSlo, samplesOf, tallyOf, times } from './testing/example-evidence.ts'
import { judge } from './judge.ts'
import type { Slo, Verdict } from './slo.ts'

const bad = (data: unknown): MeasurementData => data as MeasurementData
const point = (value: unknown): MeasurementData => bad({ kind: 'samples', points: [{ atMs: 0, value }] })
const tally = (more: object): MeasurementData => bad({ ...tallyOf([[100, 0]]), ...more })

/** What is no number, as it comes from a target or out of JSON. None may pass a limit. */
const values: [
  what: string,
  objective: [string, Partial<Slo>?],
  data: MeasurementData,
  more?: Partial<Measurement>,
][] = [
  ['NaN', ['p(95)<200'], point(Number.NaN)],
  ['Infinity', ['p(95)>1'], point(Number.POSITIVE_INFINITY)],
  ['null', ['p(95)<200'], point(null)],
  ['minus Infinity', ['avg<200'], point(Number.NEGATIVE_INFINITY)],
  ['a score below 0', ['med>=0.9', { unit: 'score' }], point(-1), { unit: 'score' }],
  ['no total', ['rate<0.5'], tally({ total: null })],
  ['a number of failures that is none', ['count==0'], tally({ bad: Number.NaN })],
  ['failures below 0', ['rate<0.5'], tally({ blocks: [{ startMs: 0, total: 100, bad: -100 }] })],
  ['more failures than events', ['rate>=0'], tally({ blocks: [{ startMs: 0, total: 100, bad: 200 }] })],
  ['a block without a number', ['rate<0.5'], tally({ blocks: [{ startMs: 0, total: 100, bad: null }] })],
  ['a time that is none', ['slope<1'], bad({ kind: 'samples', points: [{ atMs: null, value: 1 }] })],
  [
    'a doubt without a number',
    ['p(95)<200'],
    samplesOf(times(20, 1)),
    { doubts: [{ kind: 'clock-uncertain', errorMs: Number.NaN }] },
  ],
]

for (const [what, [objective, slo], data, more] of values) {
  test(`${what} is no PASS, in memory and out of JSON`, () => {
    const measurement = exampleMeasurement(data, more)
    const copied = JSON.parse(JSON.stringify(measurement)) as Measurement
    for (const one of [measurement, copied]) {
      const [judged] = judge([exampleSlo(objective, slo)], [one])
      expect(judged?.verdict satisfies Verdict | undefined).toBe('NO_DATA')
      expect(judged?.because).toContain('where a number belongs')
    }
  })
}

const rules: [field: keyof Slo, value: unknown][] = [
  ['passConfidence', 0],
  ['passConfidence', -1],
  ['passConfidence', 95],
  ['passConfidence', ''],
  ['passConfidence', null],
  ['passConfidence', Number.NaN],
  ['passConfidence', 0.5],
  ['minSamples', null],
  ['minSamples', Number.NaN],
  ['minSamples', '1000'],
  ['minSamples', -1],
  ['minSamples', Number.POSITIVE_INFINITY],
]

for (const [field, value] of rules) {
  test(`an SLO whose ${field} is ${typeof value === 'string' ? `"${value}"` : String(value)} judges nothing`, () => {
    const slo: Slo = { ...exampleSlo('p(95)<200'), [field]: value }
    expect(() => judge([slo], [exampleMeasurement(samplesOf(times(20, 900)))])).toThrow(
      `The SLO api.latency can't be judged: its ${field} is`,
    )
  })
}
