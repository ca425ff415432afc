import { expect, test } from '@playwright/test'
import { adviceBy, events, runOf, sloOf } from '../testing/example-run.ts'

const slo = sloOf('page.leak', 'count==0', { minSamples: 3, unit: 'count' })

const leaking = (examples: Record<string, string>) => {
  const one = events('page.leak', {}, 200, Object.fromEntries(Object.keys(examples).map(kind => [kind, 1])))
  return runOf([slo], [{ ...one, data: { ...one.data, examples } as typeof one.data }])
}

test('a page that keeps something of each use is told what it is and what holds it', () => {
  const listened = adviceBy(
    'page-leak',
    leaking({ Chart: '1 more after each round, held by event listener -> function redraw -> chart' }),
  )
  expect(listened).toMatchObject({
    priority: 'HIGH',
    judgements: ['page.leak'],
    text: expect.stringContaining(
      'in one document: Chart: 1 more after each round, held by event listener -> function redraw -> chart (page.leak 1 (limit 0)).',
    ),
    next: expect.stringContaining('removeEventListener'),
  })
  const kept = adviceBy('page-leak', leaking({ Chart: '1 more after each round, held by charts[]' }))
  expect(kept?.next).toContain('an entry of a list')
  expect(adviceBy('page-leak', leaking({}))).toBeUndefined()
})
