import { expect, test } from '@playwright/test'
import { adviceBy, events, runOf, sloOf, times } from '../testing/example-run.ts'

const errors = sloOf('api.errors', 'rate<0.01', { by: 'endpoint', unit: 'ratio', minSamples: 1000 })
const latency = sloOf('api.latency', 'p(95)<200', { by: 'endpoint', minSamples: 1000 })
const slow = { endpoint: 'GET /slow' }
const good = { endpoint: 'GET /good' }
const quick = (): number => 4

test('failures are told by their cause, with what they hit, what they spare and what lacks values for them', () => {
  const examples = { 'status 500': 'X-Perf-Seq ab-7: broken' }
  const advice = adviceBy(
    'failures',
    runOf(
      [errors, latency],
      [
        events('api.errors', slow, 1000, { 'status 500': 200 }, { examples }),
        events('api.errors', good, 1000),
        times('api.latency', slow, quick, { n: 800 }),
        times('api.latency', good, quick),
      ],
    ),
  )
  expect(advice).toMatchObject({
    priority: 'HIGH',
    judgements: ['api.errors (GET /slow)', 'api.latency (GET /slow)'],
    next: "Look at the same second in the target's log.",
  })
  expect(advice?.text).toContain('Work fails with status 500: 200 of 1,000 in api.errors (GET /slow).')
  expect(advice?.text).toContain('It goes on all the time. Not hit: api.errors (GET /good).')
  expect(advice?.text).toContain('X-Perf-Seq ab-7: broken')
  expect(advice?.text).toContain("1 more SLO can't be judged: api.latency (GET /slow) p95 4.0 ms")
})

/** Requests of which, in each second of the run, so many of 50 failed. */
function turning(cause: string, badOf: (second: number) => number, labels = slow) {
  const bad = Array.from({ length: 20 }, (_, second) => badOf(second))
  const whole = events('api.errors', labels, 1000, { [cause]: bad.reduce((sum, one) => sum + one) })
  const blocks = bad.map((one, second) => ({ startMs: second * 1000, total: 50, bad: one }))
  return { ...whole, data: { ...whole.data, blocks } as typeof whole.data }
}

const EXPIRED = /The sign-in expired: all was answered well until 0:07 of the run, and nothing after it\./
const ending: [name: string, cause: string, badOf: (second: number) => number, isTold: boolean][] = [
  ['401 from a second on', 'status 401', second => (second < 7 ? 0 : 50), true],
  ['401 in the middle of a second', 'status 401', second => (second < 7 ? 0 : second === 7 ? 20 : 50), true],
  ['403 from a second on', 'status 403', second => (second < 7 ? 0 : 50), true],
  ['a redirect from a second on', 'status 302', second => (second < 7 ? 0 : 50), true],
  ['a redirect where 200 was expected', 'check: status 303, not 200', second => (second < 7 ? 0 : 50), true],
  ['401 all the time', 'status 401', () => 50, false],
  ['401 now and then', 'status 401', second => (second % 2 === 0 ? 50 : 0), false],
  ['401 for a while', 'status 401', second => (second > 6 && second < 15 ? 50 : 0), false],
  ['401 to some of them', 'status 401', second => (second < 7 ? 0 : 20), false],
  ['500 from a second on', 'status 500', second => (second < 7 ? 0 : 50), false],
  ['304 from a second on', 'status 304', second => (second < 7 ? 0 : 50), false],
]

for (const [name, cause, badOf, isTold] of ending) {
  test(`whether a sign-in expired: ${name}`, () => {
    const advice = adviceBy('failures', runOf([errors], [turning(cause, badOf)]))
    expect(advice?.text.match(EXPIRED) !== null).toBe(isTold)
    expect(advice?.next.includes('Fleetmark signs in anew between steps')).toBe(isTold)
  })
}

test('a few failures that an SLO allows are no advice', () => {
  const report = runOf([errors], [events('api.errors', good, 1000, { 'status 500': 1 })])
  expect(adviceBy('failures', report)).toBeUndefined()
})

test('agents that could not connect explain what is not judged for want of them', () => {
  const doubts = [{ kind: 'load-not-applied', wanted: 1000, applied: 960 } as const]
  const report = runOf(
    [sloOf('realtime.connect', 'rate>=0.999', { unit: 'ratio' }), sloOf('realtime.latency', 'p(95)<100')],
    [
      events('realtime.connect', { side: 'agent' }, 1000, { 'status 503': 40 }),
      times('realtime.latency', { stage: 'steady' }, quick, { doubts }),
    ],
  )
  expect(adviceBy('failures', report)?.judgements).toEqual(['realtime.connect', 'realtime.latency'])
  expect(adviceBy('untrusted', report)).toBeUndefined()
})

test('what the load did not reach is not trusted, and nothing else is said of it', () => {
  const doubts = [{ kind: 'load-not-applied', wanted: 1000, applied: 960 } as const]
  const slos = [sloOf('realtime.latency', 'p(95)<100')]
  const of = (isDoubted: boolean) =>
    adviceBy('untrusted', runOf(slos, [times('realtime.latency', {}, quick, isDoubted ? { doubts } : {})]))
  expect(of(true)?.text).toBe(
    "1 verdict can't be trusted (realtime.latency). Only 960 of 1,000 units of load were applied.",
  )
  expect(of(false)).toBeUndefined()
})

const CASES: [rule: string, metric: string, causes: Record<string, number>, says: RegExp, next: RegExp][] = [
  [
    'rate-limit',
    'ratelimit',
    { '429 without Retry-After': 100 },
    /429 without Retry-After 100/,
    /^Send Retry-After/,
  ],
  ['rate-limit', 'ratelimit', { 'status 500': 3 }, /3 of 100 callers/, /429 and Retry-After before/],
  [
    'connection-limit',
    'realtime.limit',
    { 'refused by status 500': 3 },
    /refused by status 500 3/,
    /status 503/,
  ],
  [
    'lost-updates',
    'realtime.delivery',
    { lost: 4, duplicated: 0 },
    /^4 % of the updates.*lost 4 of 100/,
    /sequence number/,
  ],
]
for (const [rule, metric, causes, says, next] of CASES) {
  test(`${rule} tells ${Object.keys(causes)[0]}, and nothing where all is well`, () => {
    const slos = [sloOf(metric, 'count==0', { unit: 'count' })]
    const advice = adviceBy(rule, runOf(slos, [events(metric, {}, 100, causes)]))
    expect(advice).toMatchObject({ priority: 'HIGH', judgements: [metric] })
    expect(advice?.text).toMatch(says)
    expect(advice?.next).toMatch(next)
    expect(adviceBy(rule, runOf(slos, [events(metric, {}, 100)]))).toBeUndefined()
  })
}

test('updates that are lost while connections stand are not put down to the network', () => {
  const slos = [sloOf('realtime.delivery', 'count==0', { unit: 'count' })]
  const lost = events('realtime.delivery', {}, 100, { lost: 4 })
  const textOf = (held: ReturnType<typeof events>) =>
    adviceBy('lost-updates', runOf(slos, [lost, held]))?.text
  expect(textOf(events('realtime.held', {}, 10))).toContain('the network is not why')
  expect(textOf(events('realtime.held', {}, 10, { 'closed 1006': 2 }))).toContain('2 connections were lost')
  expect(textOf(events('realtime.held', {}, 10, { 'closed 1006': 1 }))).toContain('1 connection was lost')
})
