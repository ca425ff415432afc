import type { FullResult, TestResult } from '@playwright/test/reporter'
import { SLOS_NOT_MET } from './evidence-attachment.ts'
import { plainText } from './read-step.ts'

/** @returns whether a test failed otherwise than by SLOs of its own that are not met */
export const isBroken = ({ status, errors }: Pick<TestResult, 'status' | 'errors'>): boolean =>
  status !== 'passed' &&
  status !== 'skipped' &&
  !(status === 'failed' && errors.every(error => plainText(error).startsWith(SLOS_NOT_MET)))

/**
 * The judge has the last word: it sees what all specs have measured, and each of them its own part.
 *
 * @param played what Playwright makes of the tests
 * @param isOk whether all that had to hold does, and the report is whole
 * @param isAnyBroken see `isBroken`
 * @returns what the run ends as
 */
export function runStatus(
  played: FullResult['status'],
  isOk: boolean,
  isAnyBroken: boolean,
): FullResult['status'] {
  if (played === 'passed') return isOk ? 'passed' : 'failed'
  return played === 'failed' && isOk && !isAnyBroken ? 'passed' : played
}
