import { expect, test } from '@playwright/test'
import type { Verdict } from '../../../../judge/slo.ts'
import { sampleReport } from '../../../testing/sample-report.ts'
import { runState } from './run-state.ts'

function stateOf(ok: boolean, verdicts: Verdict[], status: 'complete' | 'interrupted' = 'complete'): string {
  const report = sampleReport()
  const template = report.judgements.find(({ level }) => level === 'error')
  const judgements = template ? verdicts.map(verdict => ({ ...template, verdict })) : []
  return runState({ run: { ...report.run, ok, status }, judgements }, false).word
}

test('a run is named after the verdict that weighs most', () => {
  expect(stateOf(true, ['PASS'])).toBe('Passed')
  expect(stateOf(false, ['PASS', 'INCONCLUSIVE', 'FAIL'])).toBe('Failed')
  expect(stateOf(false, ['PASS', 'INCONCLUSIVE', 'INVALID'])).toBe('Invalid')
  expect(stateOf(false, ['PASS', 'INCONCLUSIVE'])).toBe('Inconclusive')
})

test('a run under way has no verdict, whatever its SLOs have so far', () => {
  expect(runState({ ...sampleReport(), judgements: [] }, true).word).toBe('Under way')
  const passed = { ...sampleReport(), run: { ...sampleReport().run, ok: true } }
  expect(runState(passed, true)).toEqual({ verdict: 'NO_DATA', word: 'Under way' })
})

test('a run without a judgement has not passed, and one that was stopped says so', () => {
  expect(stateOf(true, [])).toBe('Nothing judged')
  expect(stateOf(false, ['PASS'], 'interrupted')).toBe('Interrupted')
  expect(stateOf(false, ['PASS'])).toBe('Run failed')
})

test('a checkpoint of a run that went on was not interrupted, and what failed by then did', () => {
  const report = sampleReport()
  const run = { ...report.run, ok: false, status: 'interrupted', checkpoint: 3 } as const
  expect(runState({ run, judgements: [] }, false)).toEqual({ verdict: 'NO_DATA', word: 'Checkpoint 3' })
  const [first] = report.judgements
  if (!first) throw new Error('The sample has no judgement.')
  const failed = { ...first, level: 'error', verdict: 'FAIL' } as const
  expect(runState({ run, judgements: [failed] }, false).word).toBe('Failed')
})
