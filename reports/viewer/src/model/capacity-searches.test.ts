import { expect, test } from '@playwright/test'
import type { LevelOutcome } from '../../../../load/capacity/search.ts'
import type { Measurement, SearchData } from '../../../../load/measure/measurement.ts'
import { exampleMeasurement } from '../../../judge/testing/example-evidence.ts'
import { capacitySearchesOf } from './capacity-searches.ts'

type Tried = SearchData['levels'][number]

const tried = (level: number, outcome: LevelOutcome, because: string = outcome, figures = {}): Tried => ({
  level,
  outcome,
  because,
  atMs: 0,
  ...figures,
})
const stopped = { kind: 'broken', level: 40, because: 'Too slow.' } as const
const search = (levels: Tried[], more: Partial<SearchData> = {}): Measurement =>
  exampleMeasurement(
    { kind: 'search', loads: 'requests a second', stopped, levels, ...more },
    { metric: 'capacity.search', labels: { workload: 'requests' } },
  )

test('a search has the most load, why it stopped, and every load by its size with the figures of that load', () => {
  const levels = [
    tried(10, 'held', 'held', { p95Ms: 5, perSecond: 10 }),
    tried(40, 'broken', 'p95 was 900 ms', { p95Ms: 900, perSecond: 31 }),
    tried(20, 'held', 'held', { p95Ms: 6, perSecond: 20 }),
  ]
  const [found, ...others] = capacitySearchesOf([
    search(levels, { best: 20, knee: { above: 20, atLatest: 40 } }),
  ])
  expect(others).toEqual([])
  expect(found).toMatchObject({
    workload: 'requests',
    loads: 'requests a second',
    most: 20,
    stopped:
      'An SLO failed at 40 requests a second. Too slow. The limit lies between 20 and 40 requests a second.',
    kneeAt: 20,
  })
  expect(found?.levels).toEqual([
    { level: 10, outcome: 'held', because: 'held', tries: 1, p95Ms: 5, perSecond: 10 },
    { level: 20, outcome: 'held', because: 'held', tries: 1, p95Ms: 6, perSecond: 20 },
    { level: 40, outcome: 'broken', because: 'p95 was 900 ms', tries: 1, p95Ms: 900, perSecond: 31 },
  ])
})

test('of a load that was tried twice the second try counts, unless the generator was the limit in it', () => {
  const [found] = capacitySearchesOf([
    search([
      tried(10, 'broken', 'a stall'),
      tried(10, 'held', 'all held'),
      tried(20, 'broken', 'too slow', { p95Ms: 300, perSecond: 20 }),
      tried(20, 'generator', 'late', { p95Ms: 900, perSecond: 12 }),
      tried(40, 'generator', 'late'),
      tried(40, 'generator', 'late again'),
    ]),
  ])
  expect(found?.levels.map(({ level, outcome, because, tries }) => [level, outcome, because, tries])).toEqual(
    [
      [10, 'held', 'all held', 2],
      [20, 'broken', 'too slow', 2],
      [40, 'generator', 'late again', 2],
    ],
  )
  expect(found?.levels[1]).toMatchObject({ p95Ms: 300, perSecond: 20 })
})

test('a load at which the generator was the limit tells nothing about the knee', () => {
  const kneeWhere = (last: LevelOutcome) =>
    capacitySearchesOf([
      search(
        [5, 5, 5.1, 90].map((p95Ms, index) =>
          tried(10 * (index + 1), index === 3 ? last : 'held', '', { p95Ms }),
        ),
      ),
    ])[0]?.kneeAt
  expect(kneeWhere('broken')).toBe(30)
  expect(kneeWhere('generator')).toBeUndefined()
})

test('when not even the least load held there is no most load', () => {
  const [found] = capacitySearchesOf([search([tried(10, 'errors')])])
  expect(found?.most).toBeUndefined()
  expect(found?.levels[0]).toMatchObject({ outcome: 'errors', p95Ms: undefined, perSecond: undefined })
})
