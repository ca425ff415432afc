import { expect, test } from '@playwright/test'
import { sampleReport } from '../../../testing/sample-report.ts'
import { hashOfRange, openingRange, rangeIn } from './opening.ts'
import { zeroOf } from './panels.ts'

test('the time axis opens on the step of the worst SLO, and on the longest one when all passed', () => {
  const report = sampleReport()
  const zeroMs = zeroOf(report)
  expect(openingRange(report, zeroMs)).toEqual([124, 172])
  const passed = report.judgements.map(one => ({ ...one, verdict: 'PASS' as const }))
  expect(openingRange({ ...report, judgements: passed }, zeroMs)).toEqual([193, 252])
  for (const steps of [[], report.steps.slice(0, 1)])
    expect(openingRange({ ...report, steps }, zeroMs)).toBeUndefined()
})

test('a range is kept in the address, and what is none is not read', () => {
  expect(hashOfRange([170, 200.04])).toBe('#t=170-200')
  expect(rangeIn('#t=170.5-200')).toEqual([170.5, 200])
  for (const hash of ['#t=200-170', '#t=1-x', '#t', '#time', '']) expect(rangeIn(hash)).toBeUndefined()
})
