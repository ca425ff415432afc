import { expect, test } from '@playwright/test'
import type { Labels, Measurement } from '../../../../load/measure/measurement.ts'
import { exampleMeasurement, samplesOf } from '../../../judge/testing/example-evidence.ts'
import { capacitySearchesOf } from './capacity-searches.ts'

const REQUESTS = { workload: 'requests', unit: 'requests a second' }

const measured = (metric: string, labels: Labels, ...values: number[]): Measurement =>
  exampleMeasurement(samplesOf(values), { metric, labels })
const tried = (level: number, outcome: string, because: string = outcome): Measurement =>
  measured('capacity.level', { ...REQUESTS, outcome, because }, level)
const figures = (level: number, p95Ms: number, perSecond: number): Measurement[] => [
  measured('capacity.p95', { workload: 'requests', level: `${level}` }, p95Ms),
  measured('capacity.rate', { workload: 'requests', level: `${level}` }, perSecond),
]

test('a search has the most load, why it stopped, and every load by its size with the figures of that load', () => {
  const [search, ...others] = capacitySearchesOf([
    measured('capacity', { ...REQUESTS, stopped: 'An SLO broke at 40.' }, 20),
    tried(10, 'held'),
    tried(40, 'broken', 'p95 was 900 ms'),
    tried(20, 'held'),
    ...figures(10, 5, 10),
    ...figures(20, 6, 20),
    ...figures(40, 900, 31),
    measured('capacity.p95', { workload: 'agents', level: '10' }, 77),
  ])
  expect(others).toEqual([])
  expect(search).toMatchObject({
    workload: 'requests',
    unit: 'requests a second',
    most: 20,
    stopped: 'An SLO broke at 40.',
  })
  expect(search?.levels).toEqual([
    { level: 10, outcome: 'held', because: 'held', tries: 1, p95Ms: 5, perSecond: 10 },
    { level: 20, outcome: 'held', because: 'held', tries: 1, p95Ms: 6, perSecond: 20 },
    { level: 40, outcome: 'broken', because: 'p95 was 900 ms', tries: 1, p95Ms: 900, perSecond: 31 },
  ])
  expect(search?.kneeAt).toBe(20)
})

test('of a load that was tried twice the second try counts, unless the generator was the limit in it', () => {
  const [search] = capacitySearchesOf([
    measured('capacity', REQUESTS, 10),
    tried(10, 'broken', 'a stall'),
    tried(10, 'held', 'all held'),
    tried(20, 'broken', 'too slow'),
    tried(20, 'generator', 'late'),
    tried(40, 'generator', 'late'),
    tried(40, 'generator', 'late again'),
  ])
  expect(
    search?.levels.map(({ level, outcome, because, tries }) => [level, outcome, because, tries]),
  ).toEqual([
    [10, 'held', 'all held', 2],
    [20, 'broken', 'too slow', 2],
    [40, 'generator', 'late again', 2],
  ])
})

test('a load at which the generator was the limit tells nothing about the knee', () => {
  const levels = [10, 20, 30, 40]
  const kneeWhere = (last: string) =>
    capacitySearchesOf([
      measured('capacity', REQUESTS, 30),
      ...levels.map(level => tried(level, level === 40 ? last : 'held')),
      ...[5, 5, 5.1, 90].flatMap((p95Ms, index) => figures(levels[index] ?? 0, p95Ms, 1)),
    ])[0]?.kneeAt
  expect(kneeWhere('broken')).toBe(30)
  expect(kneeWhere('generator')).toBeUndefined()
})

test('when not even the least load held there is no most load, and the sentence says so', () => {
  const none = {
    ...measured('capacity', { ...REQUESTS, stopped: 'Too much failed.' }),
    absence: 'Not even 10 held.',
  }
  const [search] = capacitySearchesOf([none, tried(10, 'errors')])
  expect(search).toMatchObject({ most: undefined, stopped: 'Not even 10 held.' })
  expect(search?.levels[0]).toMatchObject({ outcome: 'errors', p95Ms: undefined, perSecond: undefined })
})
