import { expect, test } from '@playwright/test'
import { connectionMetric, httpMetric } from './http-metric.ts'

const labels = { endpoint: 'GET /a' }

test('a metric of requests is a part of its workload, whatever the workload is called', () => {
  const parts = [
    'api.latency',
    'api.closed.errors',
    'api.concurrent.ttfb',
    'shape.phase.latency',
    'mix.capacity',
  ]
  expect(parts.map(metric => httpMetric(metric, labels))).toEqual([
    { workload: 'api', part: 'latency', endpoint: 'GET /a' },
    { workload: 'api', part: 'closed.errors', endpoint: 'GET /a' },
    { workload: 'api.concurrent', part: 'ttfb', endpoint: 'GET /a' },
    { workload: 'shape', part: 'phase.latency', endpoint: 'GET /a' },
    { workload: 'mix', part: 'capacity', endpoint: 'GET /a' },
  ])
})

test('what has no endpoint, or is of another section, is not of requests', () => {
  expect(httpMetric('messages.latency', {})).toBeUndefined()
  for (const metric of ['realtime.latency', 'users.errors', 'capacity.p95', 'skills.overhead', 'latency']) {
    expect(httpMetric(metric, labels), metric).toBeUndefined()
  }
})

test('connecting and the TLS handshake are parts of a workload too', () => {
  expect(connectionMetric('api.tls')).toEqual({ workload: 'api', part: 'tls' })
  expect(connectionMetric('api.concurrent.connect')).toEqual({ workload: 'api.concurrent', part: 'connect' })
  expect(connectionMetric('realtime.connect')).toBeUndefined()
  expect(connectionMetric('api.latency')).toBeUndefined()
})
