import { expect, test } from '@playwright/test'
import { exampleMeasurement, exampleSlo, tallyOf } from './testing/example-evidence.ts'
import { judge } from './judge.ts'
import type { Judgement } from './slo.ts'

test('seconds without an answer fail at once, and all good ones pass once there are enough', () => {
  const UP = {
    unit: 'ratio',
    spanMs: 12 * 60_000,
    words: { noun: 'seconds', good: 'had an answer' },
  } as const
  const of = (seconds: number, bad: number): Judgement => {
    const window = { startMs: 0, endMs: seconds * 1000 }
    const data = tallyOf(Array.from({ length: seconds }, (_, second) => [1, second < bad ? 1 : 0] as const))
    const slo = exampleSlo('rate>=0.999', { ...UP, passConfidence: 0.75 })
    return judge([slo], [exampleMeasurement(data, { window })])[0] as Judgement
  }
  expect(of(120, 0)).toMatchObject({ verdict: 'NO_DATA', level: 'warn' })
  expect(of(120, 0).because).toContain('all 120 seconds had an answer')
  expect(of(120, 3)).toMatchObject({ verdict: 'FAIL', level: 'error' })
  expect(of(720, 0)).toMatchObject({ verdict: 'PASS' })
})
