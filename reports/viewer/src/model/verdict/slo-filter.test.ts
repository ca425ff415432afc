import { expect, test } from '@playwright/test'
import { sampleJudgements } from '../../../testing/sample-judgements.ts'
import { placeOf } from '../place.ts'
import { filterOf, fits, NO_FILTER } from './slo-filter.ts'

const left = (filter: Partial<typeof NO_FILTER>) =>
  sampleJudgements().filter(one => fits(one, { ...NO_FILTER, ...filter }))

test('without a filter all SLOs are left, with one those that fit it all', () => {
  expect(left({})).toHaveLength(sampleJudgements().length)
  expect(left({ verdict: 'FAIL', category: 'api' }).map(({ id }) => id)).toEqual(['api.latency.p95'])
})

test('every word must be found, in the title, the id or a label', () => {
  const found = left({ q: 'EXPORT  latency.p95' })
  expect(found.length).toBeGreaterThan(0)
  for (const { name } of found) expect(name).toContain('/api/export')
  expect(left({ q: 'export nowhere' })).toEqual([])
})

test('a filter is read from the address of the SLOs, and from no other', () => {
  expect(filterOf(placeOf('#slos?verdict=FAIL&q=agents'))).toEqual({
    verdict: 'FAIL',
    category: '',
    q: 'agents',
  })
  expect(filterOf(placeOf('#slos?verdict=WRONG'))).toEqual(NO_FILTER)
  expect(filterOf(placeOf('#time?verdict=FAIL'))).toEqual(NO_FILTER)
})
