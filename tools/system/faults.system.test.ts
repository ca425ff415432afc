import { expect, test } from '@playwright/test'
import { readWhole } from '../../load/measure/histogram.ts'
import type { Fault } from '../../fixtures/platform/faults.ts'
import { measurementOf } from './measurement-of.ts'
import { judgementOf, runSuite } from './run-suite.ts'
import { writeTarget } from './write-target.ts'

const cold = ['e2e/dashboard/page-load.spec.ts', '-g', 'empty cache']

/** The faults are larger than any lateness of a busy machine, for which a smaller one would be excused. */
const withFaults = (...faults: Fault[]): Record<string, string> => ({ PERF_FAULTS: JSON.stringify(faults) })

test('a slow endpoint and a failing endpoint fail their SLOs, and no other endpoint', async ({}, info) => {
  const run = await runSuite(info.outputPath(), ['e2e/api/latency.spec.ts'], {
    ...withFaults(
      { kind: 'delay', path: '/api/metrics', ms: 4000 },
      { kind: 'error', path: '/api/agents', status: 503, share: 0.2 },
    ),
    // Slow is not failed: on a busy machine requests that wait for 4 s wait for some seconds more.
    PERF_TIMEOUT: '60',
  })
  expect(judgementOf(run, 'api.latency (GET /api/metrics)')).toMatchObject({ verdict: 'FAIL' })
  expect(judgementOf(run, 'api.errors (GET /api/metrics)')).toMatchObject({ verdict: 'PASS' })
  expect(judgementOf(run, 'api.errors (GET /api/agents)')).toMatchObject({ verdict: 'FAIL' })
  expect(judgementOf(run, 'api.errors (GET /)')).toMatchObject({ verdict: 'PASS' })
  expect(judgementOf(run, 'messages.throughput')).toMatchObject({ verdict: 'PASS' })
  expect(run.code).not.toBe(0)
})

test('an endpoint that hangs and one whose body drips fail, each in its way, and hold up no other', async ({}, info) => {
  const run = await runSuite(info.outputPath(), ['e2e/api/latency.spec.ts'], {
    ...withFaults(
      { kind: 'hang', path: '/api/agents', share: 0.2 },
      { kind: 'drip', path: '/api/messages', ms: 3000 },
    ),
    PERF_TIMEOUT: '20',
  })
  expect(judgementOf(run, 'api.errors (GET /api/agents)')).toMatchObject({ verdict: 'FAIL' })
  const { data } = measurementOf(run, 'api.errors', { endpoint: 'GET /api/agents' })
  expect(data.kind === 'tally' && Object.keys(data.causes)).toEqual(['timeout'])
  expect(judgementOf(run, 'messages.latency')).toMatchObject({ verdict: 'FAIL' })
  expect(judgementOf(run, 'messages.throughput')).toMatchObject({ verdict: 'PASS' })
  expect(judgementOf(run, 'api.errors (GET /)')).toMatchObject({ verdict: 'PASS' })
  expect(judgementOf(run, 'api.errors (GET /api/metrics)')).toMatchObject({ verdict: 'PASS' })
  // The head of a dripping body comes at once, the body 3 s later; a request waits for neither.
  const median = (metric: string): number => {
    const histogram = measurementOf(run, metric, {}).data
    if (histogram.kind !== 'histogram') throw new Error('It is a histogram.')
    return readWhole(histogram).percentile(50)
  }
  expect(median('messages.service') - median('messages.ttfb')).toBeGreaterThan(2500)
})

test('delayed and dropped socket messages fail latency and delivery', async ({}, info) => {
  const run = await runSuite(
    info.outputPath(),
    ['e2e/realtime/fleet.spec.ts'],
    withFaults({ kind: 'socket-delay', ms: 3000 }, { kind: 'socket-drop', share: 0.01 }),
  )
  const latency = judgementOf(run, 'realtime.latency')
  expect(latency.verdict).toBe('FAIL')
  expect(latency.observed).toBeGreaterThanOrEqual(3000)
  expect(judgementOf(run, 'realtime.delivery')).toMatchObject({ verdict: 'FAIL' })
  expect(run.code).not.toBe(0)
})

test('long tasks in the page fail its responsiveness', async ({}, info) => {
  const run = await runSuite(info.outputPath(), cold, {
    ...withFaults({ kind: 'long-tasks', ms: 400, everyMs: 480 }),
    PERF_VISITS: '5',
  })
  expect(judgementOf(run, 'dashboard.inp')).toMatchObject({ verdict: 'FAIL' })
  expect(run.code).not.toBe(0)
})

test('layout shifts in the page fail its stability, and not its first byte', async ({}, info) => {
  const target = writeTarget(info, 'pages: [{ ...reference.pages[0], interactions: [] }]')
  const run = await runSuite(info.outputPath(), cold, {
    ...withFaults({ kind: 'layout-shift' }),
    PERF_TARGET: target,
  })
  expect(judgementOf(run, 'dashboard.cls')).toMatchObject({ verdict: 'FAIL' })
  expect(judgementOf(run, 'dashboard.ttfb')).toMatchObject({ verdict: 'PASS' })
  expect(run.code).not.toBe(0)
})
