import { expect, test } from '@playwright/test'
import type { Measurement } from '../../../load/measure/measurement.ts'
import type { Slo } from '../../judge/slo.ts'
import { adviceBy, runOf } from './example-run.ts'

/** What a rule says of what was measured, and of the same where it is as it should be: nothing. */
export interface RuleRow {
  what: string
  rule: string
  slos: readonly Slo[]
  slow: readonly Measurement[]
  text: string
  next: string
  good: readonly Measurement[]
}

/** A test for each: the rule says so, and says nothing where it is as it should be. */
export function testRules(rows: readonly RuleRow[]): void {
  for (const { what, rule, slos, slow, text, next, good } of rows) {
    test(`${what}: ${rule} says so, and says nothing where it is as it should be`, () => {
      const advice = adviceBy(rule, runOf(slos, slow))
      expect(advice?.text).toContain(text)
      expect(advice?.next).toContain(next)
      expect(adviceBy(rule, runOf(slos, good))).toBeUndefined()
    })
  }
}
