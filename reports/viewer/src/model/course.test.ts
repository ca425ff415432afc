import { expect, test } from '@playwright/test'
import { exampleMeasurement, histogramOf } from '../../../judge/testing/example-evidence.ts'
import { courseOf } from './course.ts'
import type { Distribution } from './measured/distributions.ts'
import type { EndpointStage } from './endpoints.ts'
import { sampleDeclared } from '../../testing/sample-metrics.ts'

const ZERO_MS = 1_000_000
const LABELS = { endpoint: 'GET /a' }

const latency: Distribution = {
  metric: 'api.latency',
  labels: LABELS,
  unit: 'ms',
  n: 20,
  censored: 0,
  percentiles: [[50, 1]],
  overTime: [3, 4].map(sec => ({
    atMs: ZERO_MS + 1000 * sec,
    perSecond: 10,
    p50: sec,
    p95: 2 * sec,
    p99: 3 * sec,
  })),
}
const counted = [
  { startMs: ZERO_MS + 2000, total: 10, bad: 10 },
  { startMs: ZERO_MS + 4000, total: 12, bad: 2 },
]

test('percentiles, requests and failures are drawn in seconds of the run, from the first that has any to the last', () => {
  const course = courseOf({ latency, counted, stages: [] }, [], sampleDeclared, ZERO_MS)
  expect(course?.range).toEqual([2, 4])
  const [times, requests] = course?.panels ?? []
  expect(times?.lines.map(({ name, stretches }) => [name, stretches.flat()])).toEqual([
    [
      'p50',
      [
        [3, 3],
        [4, 4],
      ],
    ],
    [
      'p95',
      [
        [3, 6],
        [4, 8],
      ],
    ],
    [
      'p99',
      [
        [3, 9],
        [4, 12],
      ],
    ],
  ])
  expect(requests?.lines.map(({ name, stretches }) => [name, stretches.flat()])).toEqual([
    [
      'due',
      [
        [2, 10],
        [4, 12],
      ],
    ],
    [
      'failed',
      [
        [2, 10],
        [4, 2],
      ],
    ],
  ])
  expect(course?.spans).toEqual([])
})

test('stages are shaded in turn, and what is doubted of this endpoint alone is hatched', () => {
  const stage = (name: string, from: number, to: number): EndpointStage => ({
    name,
    window: { startMs: ZERO_MS + 1000 * from, endMs: ZERO_MS + 1000 * to },
    latency: undefined,
    errors: undefined,
  })
  const doubted = (endpoint: string, startSec: number) =>
    exampleMeasurement(histogramOf([[1, 0]]), {
      metric: 'api.latency',
      labels: { endpoint },
      doubts: [{ kind: 'generator-late', lateMs: 9, seconds: [[ZERO_MS + 1000 * startSec, 9]] }],
    })
  const course = courseOf(
    { latency, counted, stages: [stage('before', 2, 3), stage('spike', 3, 5)] },
    [doubted('GET /a', 3), doubted('GET /b', 2)],
    sampleDeclared,
    ZERO_MS,
  )
  expect(course?.stages.map(({ name, startMs }) => [name, startMs - ZERO_MS])).toEqual([
    ['before', 2000],
    ['spike', 3000],
  ])
  expect(course?.spans).toEqual([
    { kind: 'even', startSec: 2, endSec: 3 },
    { kind: 'odd', startSec: 3, endSec: 5 },
    { kind: 'doubt', startSec: 3, endSec: 4 },
  ])
})

test('a single second is no course, and without a latency the requests are drawn alone', () => {
  expect(
    courseOf({ latency: undefined, counted: counted.slice(1), stages: [] }, [], sampleDeclared, ZERO_MS),
  ).toBeUndefined()
  expect(
    courseOf({ latency: undefined, counted: [], stages: [] }, [], sampleDeclared, ZERO_MS),
  ).toBeUndefined()
  const course = courseOf({ latency: undefined, counted, stages: [] }, [], sampleDeclared, ZERO_MS)
  expect(course?.panels.map(({ id }) => id)).toEqual(['requests'])
})
