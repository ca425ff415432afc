import { expect, test } from '@playwright/test'
import { adviceBy, events, runOf, sloOf } from '../testing/example-run.ts'

const slo = sloOf('dashboard.ready.cold', 'p(75)<1500', { unit: 'ms' })
const visits = (causes: Record<string, number>) => runOf([slo], [events('dashboard.early', {}, 8, causes)])

test('a page that is ready before its data is told, with what it read', () => {
  expect(adviceBy('ready-before-data', visits({ 'its live element reads "–"': 6 }))).toMatchObject({
    priority: 'MEDIUM',
    text: 'In 6 of 8 visits the page counted as ready before live data were on it (dashboard.early): its live element reads "–". Its time to live data is longer than dashboard.ready says.',
    next: expect.stringContaining('"ready" of the target\'s page'),
  })
  expect(adviceBy('ready-before-data', visits({}))).toBeUndefined()
  expect(adviceBy('ready-before-data', runOf([slo], []))).toBeUndefined()
})
