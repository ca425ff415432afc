import path from 'node:path'
import type { TestCase, TestError, TestResult } from '@playwright/test/reporter'
import { SLOS_NOT_MET } from './evidence-attachment.ts'
import type { Step } from './run-report.ts'
import { secrets } from './secrets/secrets.ts'

/** What Playwright tells of a spec that has ended. */
export interface EndedSpec {
  step: Step
  /** What went wrong, in words. That its SLOs are not met is no failure. */
  failures: string[]
}

/** @param rootDir what the name of its file is relative to @returns the spec as a step of the run */
export function readStep(test: TestCase, result: TestResult, rootDir: string): EndedSpec {
  const startMs = result.startTime.getTime()
  const failures = result.errors.map(plainText).filter(text => !text.startsWith(SLOS_NOT_MET))
  const skipped = result.status === 'skipped' ? test.annotations.find(one => one.type === 'skip') : undefined
  const message = failures[0] ?? skipped?.description
  const step: Step = {
    name: test.title,
    file: path.relative(rootDir, test.location.file),
    startMs,
    endMs: startMs + result.duration,
    outcome: outcomeOf(result, failures.length),
    ...(message ? { message } : {}),
  }
  return { step, failures }
}

/** @returns an error's message without colours, without the stack and without secrets */
export function plainText({ message, value }: TestError): string {
  // oxlint-disable-next-line no-control-regex -- the escape character is what begins a colour
  const text = (message ?? value ?? 'unknown error').replaceAll(/\u001B\[[\d;]*m/g, '')
  return secrets.redact(text.replace(/^Error: /, '').trim())
}

/** A spec whose SLOs are not met has run to its end all the same. */
function outcomeOf({ status }: TestResult, failures: number): Step['outcome'] {
  switch (status) {
    case 'passed':
      return 'completed'
    case 'failed':
      return failures === 0 ? 'completed' : 'failed'
    case 'skipped':
      return 'skipped'
    case 'interrupted':
      return 'interrupted'
    default:
      return 'failed'
  }
}
