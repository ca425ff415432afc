import { expect, test } from '@playwright/test'
import { sampleReport } from '../../sample-report.ts'
import { endpointsOf } from './endpoints.ts'

test('an endpoint has its latency, errors, capacity by connections and judgements', () => {
  const row = endpointsOf(sampleReport()).find(({ name }) => name === 'GET /api/export')
  expect(row?.latency?.n).toBe(2200)
  expect(row?.errors).toMatchObject({ total: 2200, bad: 9, causes: { timeout: 6, 'status 503': 3 } })
  expect(row?.capacity.map(({ connections }) => connections)).toEqual([10, 50, 100])
  expect(row?.judgements.map(({ id, verdict }) => [id, verdict])).toEqual([
    ['api.latency.p95', 'FAIL'],
    ['api.errors', 'PASS'],
  ])
})

test('an endpoint that only failed has a row too', () => {
  const { measurements, judgements } = sampleReport()
  const errorsOnly = measurements.filter(({ metric }) => metric === 'api.errors')
  const rows = endpointsOf({ measurements: errorsOnly, curves: [], judgements })
  expect(rows).toHaveLength(5)
  expect(rows[0]?.latency).toBeUndefined()
})
