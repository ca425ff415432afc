import { expect, test } from '@playwright/test'
import { readWhole } from '../../load/measure/histogram.ts'
import type { Fault } from '../../fixtures/platform/faults.ts'
import { measurementOf } from './measurement-of.ts'
import { judgementOf, runSuite, sharedRun, statedIn } from './run-suite.ts'
import { writeTarget } from './write-target.ts'

const cold = ['e2e/dashboard/page-load.spec.ts', '-g', 'empty cache']
const latencyAndCold = [
  'e2e/api/latency.spec.ts',
  'e2e/dashboard/page-load.spec.ts',
  '-g',
  'steady load|empty cache',
]

/** The faults are larger than any lateness of a busy machine, for which a smaller one would be excused. */
const withFaults = (...faults: Fault[]): Record<string, string> => ({ PERF_FAULTS: JSON.stringify(faults) })

/** Five visits of which each is good are worth a PASS that three in four are. */
const FIVE_VISITS = `pages: [{ ...reference.pages[0], interactions: [] }], slos: { 'dashboard.ttfb': { minSamples: 5 } }`

// Faults of endpoints and of a page do not meet: one run has them all. It sends requests for 11 s, the last of which hang until their time-out.
const brokenInParts = sharedRun(info =>
  runSuite(info.outputPath(), latencyAndCold, {
    ...withFaults(
      { kind: 'delay', path: '/api/metrics', ms: 4000 },
      { kind: 'error', path: '/api/agents', status: 503, share: 0.2 },
      { kind: 'hang', path: '/api/agents', share: 0.2 },
      { kind: 'drip', path: '/api/messages', ms: 3000 },
      { kind: 'layout-shift' },
    ),
    PERF_TARGET: writeTarget(info, FIVE_VISITS),
    PERF_VISITS: '5',
    // Slow is not failed: on a busy machine requests that wait for 4 s wait for some seconds more.
    PERF_TIMEOUT: '20',
  }),
)

test('a slow endpoint fails its latency and answers all the same', async ({}, info) => {
  const run = await brokenInParts(info)
  expect(statedIn(judgementOf(run, 'api.latency (GET /api/metrics)'))).toBe('FAIL')
  expect(judgementOf(run, 'api.errors (GET /api/metrics)')).toMatchObject({ verdict: 'PASS' })
  expect(run.code).not.toBe(0)
})

test('an endpoint that fails and hangs fails by both, and no other endpoint does', async ({}, info) => {
  const run = await brokenInParts(info)
  expect(judgementOf(run, 'api.errors (GET /api/agents)')).toMatchObject({ verdict: 'FAIL' })
  expect(judgementOf(run, 'api.errors (GET /)')).toMatchObject({ verdict: 'PASS' })
  const { data } = measurementOf(run, 'api.errors', { endpoint: 'GET /api/agents' })
  if (data.kind !== 'tally') throw new Error('It is a tally.')
  expect(Object.keys(data.causes).toSorted()).toEqual(['status 503', 'timeout'])
  // Each would fail the SLO alone, which allows 1 %: a fifth hang, and a fifth of the others are refused.
  for (const count of Object.values(data.causes)) expect(count / data.total).toBeGreaterThan(0.1)
})

test('a body that drips is late at its end, not at its head, and holds up no request', async ({}, info) => {
  const run = await brokenInParts(info)
  expect(statedIn(judgementOf(run, 'messages.latency'))).toBe('FAIL')
  expect(judgementOf(run, 'messages.throughput')).toMatchObject({ verdict: 'PASS' })
  const median = (metric: string): number => {
    const histogram = measurementOf(run, metric, {}).data
    if (histogram.kind !== 'histogram') throw new Error('It is a histogram.')
    return readWhole(histogram).percentile(50)
  }
  expect(median('messages.service') - median('messages.ttfb')).toBeGreaterThan(2500)
})

test('layout shifts in the page fail its stability, and not its first byte', async ({}, info) => {
  const run = await brokenInParts(info)
  expect(judgementOf(run, 'dashboard.cls')).toMatchObject({ verdict: 'FAIL' })
  expect(judgementOf(run, 'dashboard.ttfb')).toMatchObject({ verdict: 'PASS' })
})

// A run of the fleet takes what its rounds take, 9 s; Playwright, browser and platform start for it.
const unseen = sharedRun(info => {
  const canary = `canary: { selector: () => '.nowhere', wire: '"tokens":{value}' }`
  return runSuite(info.outputPath(), ['e2e/realtime/fleet.spec.ts'], {
    ...withFaults({ kind: 'socket-delay', ms: 3000 }, { kind: 'socket-drop', share: 0.01 }),
    PERF_TARGET: writeTarget(info, `realtime: { ...reference.realtime, ${canary} }`),
  })
})

test('delayed and dropped socket messages fail latency and delivery', async ({}, info) => {
  const run = await unseen(info)
  const latency = judgementOf(run, 'realtime.latency')
  expect(statedIn(latency)).toBe('FAIL')
  expect(latency.observed).toBeGreaterThanOrEqual(3000)
  expect(judgementOf(run, 'realtime.delivery')).toMatchObject({ verdict: 'FAIL' })
  expect(run.code).not.toBe(0)
})

test('a canary that never shows is NO_DATA that says what was searched and where', async ({}, info) => {
  const run = await unseen(info)
  expect(judgementOf(run, 'realtime.paint')).toMatchObject({
    verdict: 'NO_DATA',
    because: expect.stringMatching(/^No value of 10 canaries was painted: \.nowhere matches nothing at http/),
  })
  expect(run.code).not.toBe(0)
})

// Some visits, and what starts for them.
test('long tasks in the page fail its responsiveness', async ({}, info) => {
  const run = await runSuite(info.outputPath(), cold, {
    ...withFaults({ kind: 'long-tasks', ms: 400, everyMs: 480 }),
    PERF_VISITS: '5',
  })
  expect(statedIn(judgementOf(run, 'dashboard.inp (sort)'))).toBe('FAIL')
  expect(run.code).not.toBe(0)
})
