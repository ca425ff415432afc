import { expect, test } from '@playwright/test'
import type { Fault } from '../../fixtures/platform/faults.ts'
import { judgementOf, runSuite } from './run-suite.ts'
import { writeTarget } from './write-target.ts'

const cold = ['e2e/dashboard/page-load.spec.ts', '-g', 'empty cache']

/** The faults are larger than any lateness of a busy machine, for which a smaller one would be excused. */
const withFaults = (...faults: Fault[]): Record<string, string> => ({ PERF_FAULTS: JSON.stringify(faults) })

test('a slow endpoint and a failing endpoint fail their SLOs, and no other endpoint', async ({}, info) => {
  const run = await runSuite(
    info.outputPath(),
    ['e2e/api/latency.spec.ts'],
    withFaults(
      { kind: 'delay', path: '/api/metrics', ms: 4000 },
      { kind: 'error', path: '/api/agents', status: 503, share: 0.2 },
    ),
  )
  expect(judgementOf(run, 'api.latency (GET /api/metrics)')).toMatchObject({ verdict: 'FAIL' })
  expect(judgementOf(run, 'api.errors (GET /api/metrics)')).toMatchObject({ verdict: 'PASS' })
  expect(judgementOf(run, 'api.errors (GET /api/agents)')).toMatchObject({ verdict: 'FAIL' })
  expect(judgementOf(run, 'api.errors (GET /)')).toMatchObject({ verdict: 'PASS' })
  expect(judgementOf(run, 'messages.throughput')).toMatchObject({ verdict: 'PASS' })
  expect(run.code).not.toBe(0)
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
