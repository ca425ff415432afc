import { expect, test } from '@playwright/test'
import type { Labels } from '../measure/measurement.ts'
import { isOfRequests } from './of-requests.ts'

const cases: [metric: string, labels: Labels, isOf: boolean][] = [
  ['soak.latency', {}, true],
  ['soak.errors', { endpoint: 'list' }, true],
  ['soak', {}, true],
  ['soaked.latency', {}, false],
  ['load.requests', { workload: 'api, soak' }, true],
  ['load.requests', { workload: 'api' }, false],
  ['load.messages', {}, false],
  ['load.agents', {}, false],
  ['realtime.latency', { stage: 'steady' }, false],
  ['generator.cpu', { generator: 'http', machine: 'a' }, true],
  ['generator.cpu', { generator: 'agents', machine: 'a' }, false],
]
for (const [metric, labels, isOf] of cases) {
  test(`${metric} ${JSON.stringify(labels)} is ${isOf ? '' : 'not '}of the requests of soak`, () => {
    expect(isOfRequests({ metric, labels }, ['soak'])).toBe(isOf)
  })
}
