import { expect, test } from '@playwright/test'
import { exampleJudgement } from './testing/example-evidence.ts'
import type { Judgement, Verdict } from './slo.ts'
import { VERDICTS } from './slo.ts'
import { allHold, countVerdicts, summariseCategories } from './summary.ts'

const of = (verdict: Verdict, id: string = verdict, more: Partial<Judgement> = {}): Judgement =>
  exampleJudgement({ id, verdict, ...more })

test('verdicts are counted, also those that nobody got', () => {
  expect(countVerdicts([of('PASS'), of('PASS'), of('NO_DATA')])).toEqual({
    PASS: 2,
    FAIL: 0,
    INCONCLUSIVE: 0,
    NO_DATA: 1,
    INVALID: 0,
  })
})

test('everything holds when every SLO that must hold is a PASS', () => {
  expect(allHold([])).toBe(true)
  expect(allHold([of('PASS'), of('FAIL', 'x', { level: 'warn' })])).toBe(true)
  for (const verdict of VERDICTS.filter(one => one !== 'PASS')) {
    expect(allHold([of('PASS'), of(verdict)])).toBe(false)
  }
})

test('a category is as sure as its weakest SLO that must hold; the bound for all at once stands beside it', () => {
  const [api] = summariseCategories([
    of('PASS', 'a', { confidence: 0.98 }),
    of('PASS', 'b', { confidence: 0.9 }),
    of('FAIL', 'c', { confidence: 0.01, level: 'warn' }),
  ])
  expect(api).toMatchObject({ category: 'api', weakest: 'b', counts: { PASS: 2, FAIL: 1 } })
  expect(api?.confidence).toBe(0.9)
  expect(api?.joint).toBeCloseTo(0.88, 9)
})

test('the bound for all at once is never below nought, and a category is never as sure as a mean', () => {
  const [api] = summariseCategories([
    of('FAIL', 'a', { confidence: 0.1 }),
    of('FAIL', 'b', { confidence: 0.1 }),
    of('PASS', 'c', { confidence: 0.99 }),
  ])
  expect(api).toMatchObject({ confidence: 0.1, joint: 0 })
})

test('a category with an SLO that has no data has no confidence, and that SLO is the weakest', () => {
  const { confidence: _, ...blank } = of('NO_DATA', 'b')
  const [api] = summariseCategories([of('FAIL', 'a', { confidence: 0 }), blank])
  expect(api).toMatchObject({ weakest: 'b' })
  expect(api).not.toHaveProperty('confidence')
  expect(api).not.toHaveProperty('joint')
})

test('the weakest SLO is the one with the least confidence, wherever it stands; of equals it is the first', () => {
  const weakest = (...confidences: (number | undefined)[]) => {
    const judgements = confidences.map((confidence, index) => {
      const { confidence: _, ...blank } = of('PASS', 'abc'[index])
      return confidence === undefined ? blank : { ...blank, confidence }
    })
    return summariseCategories(judgements)[0]?.weakest
  }
  expect(weakest(0.1, 0.9, 0.5)).toBe('a')
  expect(weakest(0.9, 0.1, 0.5)).toBe('b')
  expect(weakest(0.9, 0.5, 0.1)).toBe('c')
  expect(weakest(0.9, 0.1, 0.1)).toBe('b')
  expect(weakest(undefined, 0, 0.9)).toBe('a')
  expect(weakest(0, undefined, undefined)).toBe('b')
})

test('a category of warnings only is counted and has no confidence', () => {
  const [api] = summariseCategories([of('PASS', 'a', { level: 'warn' })])
  expect(api).toEqual({ category: 'api', counts: countVerdicts([of('PASS')]) })
})

test('categories are summed up apart', () => {
  const all = [of('PASS', 'a', { category: 'page' }), of('FAIL', 'b', { category: 'users' })]
  expect(summariseCategories(all).map(one => [one.category, one.weakest])).toEqual([
    ['page', 'a'],
    ['users', 'b'],
  ])
})
