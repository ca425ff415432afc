import { expect, test } from '@playwright/test'
import { SLOS_NOT_MET } from './evidence-attachment.ts'
import { isBroken, runStatus } from './run-status.ts'

const unmet = { message: `Error: ${SLOS_NOT_MET}:\n  FAIL ready` }

test('a test is broken by whatever is not an SLO of its own', () => {
  for (const [status, errors, expected] of [
    ['passed', [], false],
    ['skipped', [], false],
    ['failed', [unmet], false],
    ['failed', [unmet, { message: 'Error: the page did not open' }], true],
    ['timedOut', [unmet], true],
    ['interrupted', [], true],
  ] as const)
    expect(isBroken({ status, errors: [...errors] }), `${status}, ${errors.length}`).toBe(expected)
})

test('a run ends as it is judged, and is never better than what broke it', () => {
  expect(runStatus('passed', true, false)).toBe('passed')
  expect(runStatus('passed', false, false)).toBe('failed')
  expect(runStatus('failed', true, false)).toBe('passed')
  expect(runStatus('failed', true, true)).toBe('failed')
  expect(runStatus('failed', false, false)).toBe('failed')
  for (const status of ['timedout', 'interrupted'] as const)
    expect(runStatus(status, true, false)).toBe(status)
})
