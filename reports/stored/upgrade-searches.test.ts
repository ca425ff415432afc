import { expect, test } from '@playwright/test'
import { capacitySearchesOf } from '../viewer/src/model/capacity-searches.ts'
import type { Labels, Measurement } from '../../load/measure/measurement.ts'
import { exampleMeasurement, samplesOf } from '../judge/testing/example-evidence.ts'
import { upgradeSearches } from './upgrade-searches.ts'

const of = (
  metric: string,
  value: number | undefined,
  labels: Labels,
  more: Partial<Measurement> = {},
): Measurement =>
  exampleMeasurement(samplesOf(value === undefined ? [] : [value]), {
    metric,
    labels: { workload: 'requests', ...labels },
    ...more,
  })

/** A search as version 1 wrote it, with the reason why it ended. */
const written = (stopped: string, best?: number): Measurement[] => [
  of(
    'capacity',
    best,
    { unit: 'requests a second', stopped },
    best === undefined ? { absence: stopped } : {},
  ),
  of('capacity.level', 800, { unit: 'requests a second', outcome: 'held', because: 'p95 8 ms.' }),
  of('capacity.level', 1600, { unit: 'requests a second', outcome: 'broken', because: 'p95 900 ms.' }),
  of('capacity.p95', 8, { level: '800' }),
  of('capacity.rate', 799, { level: '800' }),
]

/** Why a search ended, in the words of version 1, and what is told of it now. */
const ends: [said: string, kind: string, level: number][] = [
  ['The target held 1,600 requests a second, the highest load tried.', 'most', 1600],
  ['An SLO failed at 1,600 requests a second. p95 900 ms.', 'broken', 1600],
  ['Too many failures at 1,600 requests a second. 9 of 10 failed.', 'errors', 1600],
  ['The result at 1,600 requests a second is inconclusive. Too close to tell.', 'unclear', 1600],
  [
    'At 1,600 requests a second the load generator was the limit, not the target. It was late.',
    'generator',
    1600,
  ],
  ['The target did not recover after 800 requests a second. It was busy.', 'not-recovered', 800],
  [
    'The target did not hold 10 requests a second. An SLO failed at 10 requests a second. p95 1 s.',
    'broken',
    10,
  ],
  ['Nobody knows.', 'unclear', 1600],
]

for (const [said, kind, level] of ends) {
  test(`"${said}" is "${kind}"`, () => {
    const search = upgradeSearches(written(said, 800)).find(({ data }) => data.kind === 'search')?.data
    expect(search).toMatchObject({ stopped: { kind, level } })
  })
}

test('a search of version 1 has its card: loads, figures, limit and end', () => {
  const said =
    'An SLO failed at 1,600 requests a second. p95 900 ms. The limit lies between 800 and 1,600 requests a second.'
  const other = of('api.latency', 5, {})
  const upgraded = upgradeSearches([...written(said, 800), other])
  expect(upgraded.map(({ metric }) => metric)).toEqual(['capacity', 'capacity.search', 'api.latency'])
  expect(upgraded[0]?.labels).toEqual({ workload: 'requests' })
  expect(capacitySearchesOf(upgraded)).toEqual([
    {
      workload: 'requests',
      loads: 'requests a second',
      most: 800,
      stopped: said,
      levels: [
        { level: 800, outcome: 'held', because: 'p95 8 ms.', tries: 1, p95Ms: 8, perSecond: 799 },
        {
          level: 1600,
          outcome: 'broken',
          because: 'p95 900 ms.',
          tries: 1,
          p95Ms: undefined,
          perSecond: undefined,
        },
      ],
      kneeAt: undefined,
    },
  ])
})

test('a search that held nothing keeps its reason', () => {
  const said = 'The target did not hold 10 requests a second. An SLO failed at 10 requests a second. p95 1 s.'
  const [most, search] = upgradeSearches(written(said))
  expect(most).toMatchObject({ metric: 'capacity', absence: said })
  expect(search).not.toHaveProperty('absence')
  expect(search?.data).not.toHaveProperty('best')
})
