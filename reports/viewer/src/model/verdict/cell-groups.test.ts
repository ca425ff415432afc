import { expect, test } from '@playwright/test'
import { sampleJudgements } from '../../../testing/sample-judgements.ts'
import { sampleDeclared } from '../../../testing/sample-metrics.ts'
import { cellGroups } from './cell-groups.ts'

const groups = cellGroups(sampleJudgements(), sampleDeclared)

test('each SLO has one cell, in the group of its category, the worst first', () => {
  expect(groups.flatMap(({ judgements }) => judgements)).toHaveLength(sampleJudgements().length)
  for (const { category, judgements, passed } of groups) {
    expect(new Set(judgements.map(one => one.category))).toEqual(new Set([category]))
    expect(judgements.slice(judgements.length - passed).every(({ verdict }) => verdict === 'PASS')).toBe(true)
    expect(judgements.slice(0, judgements.length - passed).some(({ verdict }) => verdict === 'PASS')).toBe(
      false,
    )
  }
})

test('a category in which all passed stands behind the others', () => {
  const passed = sampleJudgements().map(one =>
    one.category === 'page' ? { ...one, verdict: 'PASS' as const } : one,
  )
  const titles = cellGroups(passed, sampleDeclared).map(({ category }) => category)
  expect(groups.map(({ category }) => category)).toEqual(['page', 'users', 'realtime', 'api'])
  expect(titles).toEqual(['users', 'realtime', 'api', 'page'])
})
