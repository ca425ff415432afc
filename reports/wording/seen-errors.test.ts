import { expect, test } from '@playwright/test'
import type { Labels, Measurement } from '../../load/measure/measurement.ts'
import { describeErrors, seenErrors } from './seen-errors.ts'
import { fillDeclarations } from '../stored/declared.ts'
import { sampleDeclarations } from '../viewer/testing/sample-metrics.ts'
import { exampleMeasurement } from '../judge/testing/example-evidence.ts'

function failed(
  metric: string,
  labels: Labels,
  causes: Record<string, number>,
  examples?: Record<string, string>,
): Measurement {
  const bad = Object.values(causes).reduce((sum, count) => sum + count, 0)
  const data = { kind: 'tally' as const, total: 1000, bad, causes, ...(examples && { examples }), blocks: [] }
  return exampleMeasurement(data, { metric, labels })
}

const reportOf = (measurements: Measurement[]) =>
  fillDeclarations({ measurements, judgements: [], reported: [] }, sampleDeclarations)

test('failures are summed by cause over all workloads, the most frequent first, each with where and a first example', () => {
  const seen = seenErrors(
    reportOf([
      failed(
        'api.errors',
        { endpoint: 'GET /a' },
        { timeout: 4, 'status 503': 2 },
        { 'status 503': 'first' },
      ),
      failed(
        'shape.errors',
        { shape: 'spike', endpoint: 'GET /b' },
        { 'status 503': 7, timeout: 0 },
        { 'status 503': 'second' },
      ),
      failed('api.closed.errors', { endpoint: 'GET /a', connections: '50' }, { unanswered: 1 }),
    ]),
  )
  expect(seen).toEqual([
    { cause: 'status 503', count: 9, where: ['GET /b, spike', 'GET /a'], example: 'first' },
    { cause: 'timeout', count: 4, where: ['GET /a'] },
    { cause: 'unanswered', count: 1, where: ['GET /a, 50'] },
  ])
})

test('a stage does not count again what its workload has counted, and refusals on purpose do not count', () => {
  const endpoint = 'GET /a'
  expect(
    seenErrors(
      reportOf([
        failed('shape.stage.errors', { endpoint, stage: 'spike' }, { timeout: 4 }),
        failed('realtime.limit', {}, { 'status 503': 100 }),
        failed('ratelimit', { endpoint }, { '429 without Retry-After': 3 }),
      ]),
    ),
  ).toEqual([])
})

test('in words there are as many causes as asked for, with their remedies, and the number of those left out', () => {
  const measurements = [
    failed('api.errors', { endpoint: 'GET /a' }, { 'status 401': 3, ECONNREFUSED: 2, EPIPE: 1 }),
    failed('api.errors', { endpoint: 'GET /b' }, { 'status 401': 1 }),
  ]
  const [first, second, ...rest] = describeErrors(reportOf(measurements), 2)
  expect(first).toBe(
    'status 401, 4 times (GET /a, and 1 more). The endpoint needs a sign-in. Give the target a `login`, or `headers` with a token. If it has a `login` that works, let that return the token or the headers which this endpoint wants, and let the sign-in last longer than the measurement.',
  )
  expect(second).toMatch(/^ECONNREFUSED, 2 times \(GET \/a\)\. Nothing listens/)
  expect(rest).toEqual(['1 more cause: see the report.'])
  expect(describeErrors(reportOf(measurements), 3)).toHaveLength(3)
  expect(describeErrors(reportOf([]), 3)).toEqual([])
})
