import { expect, test } from '@playwright/test'
import type { Doubt, Measurement } from '../../load/measure/measurement.ts'
import { judge } from './judge.ts'
import type { Judgement, Slo } from './slo.ts'
import { exampleMeasurement, exampleSlo, samplesOf, tallyOf, times } from './testing/example-evidence.ts'

const judged = (objective: string, rules: Partial<Slo>, ...measured: Measurement[]): Judgement =>
  judge([exampleSlo(objective, rules)], measured)[0] as Judgement

const none = (more: Partial<Measurement>): Measurement => exampleMeasurement(samplesOf([]), more)

test('what can have no value fails nobody, and what has none for another reason does', () => {
  const excused = none({ absence: 'The browser tells none of a canvas.', isExcused: true })
  const gone = none({ absence: 'The page was gone.' })
  const level = (...measured: Measurement[]) => judged('med<200', {}, ...measured)
  expect(level(excused)).toMatchObject({ verdict: 'NO_DATA', level: 'warn' })
  expect(level(excused, gone)).toMatchObject({ verdict: 'NO_DATA', level: 'warn' })
  expect(level(gone)).toMatchObject({ verdict: 'NO_DATA', level: 'error' })
  expect(level()).toMatchObject({ verdict: 'NO_DATA', level: 'error' })
})

// A PASS takes ten minutes; the first stretch ran for twelve, and of half of it there are readings.
test('who ran for long enough and stopped early is not let off, unless there could be no more', () => {
  const readings = (more: Partial<Measurement>): Measurement =>
    exampleMeasurement(
      { kind: 'series', points: Array.from({ length: 61 }, (_, second) => [6000 * second, 7]) },
      { window: { startMs: 0, endMs: 720_000 }, ...more },
    )
  const level = (more: Partial<Measurement>) =>
    judged('leak<100', { spanMs: 600_000, passConfidence: 0.95 }, readings(more))
  expect(level({ absence: 'Process 7 is gone.' })).toMatchObject({
    verdict: 'NO_DATA',
    level: 'error',
    because: expect.stringMatching(/Process 7 is gone\.$/),
  })
  const excused = level({ absence: 'No more could be told.', isExcused: true })
  expect(excused).toMatchObject({ verdict: 'NO_DATA', level: 'warn' })
  expect(excused.because).not.toContain('No more could be told.')
  expect(level({})).toMatchObject({ verdict: 'NO_DATA', level: 'warn' })
})

test('a void verdict says whether the target or the test machine is why', () => {
  const reason = (...doubts: Doubt[]) =>
    judged('med<200', {}, exampleMeasurement(samplesOf(times(40, 100)), { doubts })).because
  const refused: Doubt = { kind: 'load-not-applied', wanted: 100, applied: 40, cause: 'status 429' }
  const byTarget = 'A PASS of the rest says nothing of your platform as it was meant to be measured.'
  const byMachine = 'The test machine may have caused this PASS, not your platform.'
  expect(reason(refused)).toContain(byTarget)
  expect(reason({ kind: 'load-not-applied', wanted: 100, applied: 40 })).toContain(byMachine)
  const own: Doubt = { kind: 'own-fault', cause: 'ENOTFOUND', count: 100 }
  const failures = exampleMeasurement(tallyOf([[100, 100]]), { doubts: [own] })
  expect(judged('rate<0.01', {}, failures).because).toContain('The test machine may have caused this FAIL')
  const byItself: Doubt[] = [
    { kind: 'signed-out', found: 'status 401' },
    { kind: 'times-disagree', restMs: 500, exceeding: 400, of: 1000 },
    { kind: 'counts-disagree', what: 'messages', told: 5, counted: 9 },
  ]
  for (const doubt of byItself) expect(reason(doubt), doubt.kind).toContain(byTarget)
  const byRun = 'The test run may have caused this PASS, not your platform.'
  expect(reason({ kind: 'worker-lost', machine: 'two', atMs: 0, because: 'ended' })).toContain(byRun)
  expect(reason({ kind: 'audit-warned', warnings: ['A redirect.'], isOther: true })).toContain(byRun)
  const less: Doubt = { kind: 'load-not-applied', wanted: 100, applied: 40 }
  expect(reason({ kind: 'cut-short', atMs: 0 }, less)).toContain(byMachine)
  const stopped: Doubt = { kind: 'stopped-early', atMs: 0, because: '400 of 500 requests failed in 5 s' }
  expect(reason(stopped, refused)).toContain(byTarget)
  expect(reason({ kind: 'cut-short', atMs: 0 })).toContain(byRun)
  expect(reason(refused, { kind: 'fault-not-seen', wanted: 2, seen: 1, of: 'targets' })).toContain(byRun)
})

test('few values of a short time that all hold are told to hold, and those that do not, not', () => {
  const told = (bad: number) =>
    judged('rate<0.5', { spanMs: 600_000, minSamples: 1 }, exampleMeasurement(tallyOf([[1000, bad]]))).because
  expect(told(0)).toContain('A PASS takes 10 min 00 s')
  expect(judged('rate<0.5', { spanMs: 600_000 }, exampleMeasurement(tallyOf([[1000, 1000]]))).verdict).toBe(
    'FAIL',
  )
})
