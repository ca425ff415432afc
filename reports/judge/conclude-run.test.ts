import { expect, test } from '@playwright/test'
import type { MeasurementData } from '../../load/measure/measurement.ts'
import {
  exampleJudgement,
  exampleMeasurement,
  histogramOf,
  samplesOf,
  tallyOf,
} from './testing/example-evidence.ts'
import { concludeRun } from './conclude-run.ts'
import type { Judgement } from './slo.ts'

const held = exampleJudgement({ verdict: 'PASS' })
const missed = exampleJudgement({ verdict: 'FAIL' })
const warned = exampleJudgement({ verdict: 'FAIL', level: 'warn' })
const series: MeasurementData = { kind: 'series', points: [[0, 1]] }

const SEARCH: MeasurementData = {
  kind: 'search',
  loads: 'users',
  stopped: { kind: 'errors', level: 10, because: 'Refused.' },
  levels: [{ level: 10, atMs: 1, outcome: 'errors', because: '' }],
}

/** Success takes something that was measured, and nothing that did not hold. */
const cases: [
  what: string,
  complete: boolean,
  judgements: Judgement[],
  measured: MeasurementData[],
  ok: boolean,
][] = [
  ['what was asked held', true, [held], [samplesOf([1])], true],
  ['something did not hold', true, [held, missed], [samplesOf([1])], false],
  ['only a warning', true, [held, warned], [samplesOf([1])], true],
  ['a spec did not end', false, [held], [samplesOf([1])], false],
  ['everything was skipped', true, [], [], false],
  ['nothing but the machine was looked at', true, [], [series], false],
  ['every recorder stayed empty', true, [], [samplesOf([]), histogramOf([]), tallyOf([])], false],
  ['a warning about nothing', true, [warned], [], false],
  ['figures without a limit', true, [], [histogramOf([[1, 1]])], true],
  ['events alone', true, [], [tallyOf([[1, 0]])], true],
  ['a search that tried a level', true, [], [SEARCH], true],
  ['a search that tried none', true, [], [{ ...SEARCH, levels: [] }], false],
]

for (const [what, complete, judgements, measured, ok] of cases) {
  test(`${what}: ${ok ? 'ok' : 'not ok'}`, () => {
    const measurements = measured.map(data => exampleMeasurement(data))
    expect(concludeRun(complete, judgements, measurements).ok).toBe(ok)
  })
}

test('a run that measured nothing says so, also where SLOs warn of it', () => {
  for (const judgements of [[], [warned]])
    expect(concludeRun(true, judgements, [exampleMeasurement(series)]).headline).toBe(
      'The run measured nothing: every spec was skipped, or recorded no value.',
    )
})

test('a run whose SLOs have no values has its verdict, and so has one with figures alone', () => {
  expect(concludeRun(true, [missed], []).headline).toMatch(
    /^1 of 1 required SLOs failed|^The one required SLO/,
  )
  expect(concludeRun(true, [], [exampleMeasurement(samplesOf([1]))]).headline).toBe(
    'The run judged no required SLO.',
  )
})
