import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import { readWhole } from '../measure/distribution.ts'
import type { HistogramData, Measurement, TallyData } from '../measure/measurement.ts'
import { runSlack } from './slack-workload.ts'
import { truthRequests, withGateway } from './testing/slack-truth.ts'
import type { Truth } from './testing/slack-truth.ts'

const run = (truth: Truth, latestMs?: number, timeoutMs?: number): Promise<Measurement[]> =>
  withGateway(truth, origin =>
    runSlack(
      {
        origin,
        requests: truthRequests,
        messages: 12,
        perSecond: 50,
        ...(latestMs === undefined ? {} : { latestMs }),
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      },
      systemClock,
    ),
  )

const dataOf = (all: readonly Measurement[], metric: string, kind?: string) =>
  all.find(one => one.metric === metric && one.labels['kind'] === kind)?.data
const tallyOf = (all: readonly Measurement[], metric: string, kind?: string) => {
  const { total, bad, causes } = dataOf(all, metric, kind) as TallyData
  return { total, bad, causes }
}
const medianOf = (all: readonly Measurement[], metric: string, kind: string): number =>
  readWhole(dataOf(all, metric, kind) as HistogramData).percentile(50)

/** By how much this process, in which the gateway runs too, was late. */
const latenessOf = (all: readonly Measurement[]): number =>
  Math.max(
    0,
    ...all.flatMap(({ doubts }) => doubts.flatMap(one => (one.kind === 'generator-late' ? one.lateMs : []))),
  )

// What must not be answered is waited for 1.5 s.
test('a gateway that acknowledges at once and answers after 200 ms is told to, and breaks no rule', async () => {
  const took: number[] = []
  const all = await run({ answerMs: 200, took: ms => took.push(ms) })
  const worstMs = Math.max(...took)
  for (const kind of ['simple', 'complex']) {
    expect(tallyOf(all, 'slack.errors', kind)).toEqual({ total: 12, bad: 0, causes: {} })
    expect(medianOf(all, 'slack.latency', kind)).toBeGreaterThanOrEqual(198)
    expect(medianOf(all, 'slack.latency', kind)).toBeLessThan(40 + worstMs + latenessOf(all))
    expect(medianOf(all, 'slack.ack', kind)).toBeLessThan(medianOf(all, 'slack.latency', kind))
  }
  // The first post of these is refused for a second.
  expect(tallyOf(all, 'slack.errors', 'limited')).toEqual({ total: 3, bad: 0, causes: {} })
  expect(medianOf(all, 'slack.latency', 'limited')).toBeGreaterThanOrEqual(1198)
  expect(tallyOf(all, 'slack.violations')).toEqual({ total: 44, bad: 0, causes: {} })
})

test('an acknowledgement that is 300 ms late is told apart from the answer', async () => {
  const all = await run({ ackMs: 300 })
  expect(medianOf(all, 'slack.ack', 'simple')).toBeGreaterThanOrEqual(298)
  // It was posted at once, and whoever is late is late with both.
  expect(medianOf(all, 'slack.latency', 'simple')).toBeLessThan(medianOf(all, 'slack.ack', 'simple'))
})

for (const [what, truth, causes] of [
  [
    'lets forged signatures in',
    { letsIn: 'forged' },
    { 'a forged signature was let in': 6, 'a signature of another body was let in': 6 },
  ],
  ['lets stale requests in', { letsIn: 'stale' }, { 'a request signed long ago was let in': 6 }],
  [
    'answers what it knows again',
    { repeats: true },
    {
      'an event was answered more than once': 6,
      'a request that was recorded and sent again was answered again': 6,
    },
  ],
  ['comes back before its time', { limited: 'at once' }, { 'a post came again before its time': 1 }],
] as const) {
  test(`a gateway that ${what} breaks that rule and no other`, async () => {
    expect(tallyOf(await run(truth), 'slack.violations')).toMatchObject({ causes })
  })
}

test('a gateway that answers no event that comes again breaks the rule that it is answered once', async () => {
  const all = await run({ drops: true, answerMs: 1000 }, 3000)
  expect(tallyOf(all, 'slack.violations')).toMatchObject({
    causes: {
      'an event that came again was not answered': 6,
      'an event whose request was recorded and sent again was not answered': 6,
    },
  })
  expect(tallyOf(all, 'slack.errors', 'simple')).toMatchObject({ bad: 0 })
})

test('a gateway that goes by the retry header alone answers a recorded request again, and loses events', async () => {
  const all = await run({ knowsRetries: true }, 2000)
  expect(tallyOf(all, 'slack.violations')).toEqual({
    total: 44,
    bad: 12,
    causes: {
      'a request that was recorded and sent again was answered again': 6,
      'an event that first came as a retry was not answered': 6,
    },
  })
})

test('a gateway that lets all in breaks all four rules of signing', async () => {
  expect(tallyOf(await run({ letsIn: 'all' }), 'slack.violations').bad).toBe(24)
})

test('an answer in blocks is one, though it has no text', async () => {
  const all = await run({ postsBlocks: true })
  expect(tallyOf(all, 'slack.errors', 'simple')).toEqual({ total: 12, bad: 0, causes: {} })
})

test('a gateway that can not be reached has no figures, and the reason', async () => {
  const requests = { ...truthRequests, connect: { method: 'POST', path: '/nowhere' } as const }
  const all = await withGateway({ status: 404 }, origin =>
    runSlack({ origin, requests, messages: 4, perSecond: 50 }, systemClock),
  )
  expect(all.find(({ metric }) => metric === 'slack.latency')?.absence).toBe(
    "No message could be sent: telling where Slack's API is: status 404.",
  )
})

test('messages that are refused are counted with the status', async () => {
  const all = await run({ status: 500 }, 1000)
  expect(tallyOf(all, 'slack.errors', 'simple')).toEqual({
    total: 12,
    bad: 12,
    causes: { 'acknowledging: status 500': 12 },
  })
})

test('an acknowledgement that does not come in time is kept as one that takes at least so long', async () => {
  const all = await run({ ackMs: 5000 }, 1000, 500)
  const acks = dataOf(all, 'slack.ack', 'simple') as HistogramData
  expect([acks.n, acks.censored]).toEqual([12, 12])
  expect(medianOf(all, 'slack.ack', 'simple')).toBeGreaterThanOrEqual(450)
})

test('messages without an answer are counted, and were acknowledged', async () => {
  const all = await run({ silentEvery: 9, limited: 'gives up' }, 3000)
  expect(dataOf(all, 'slack.ack', 'limited')).toMatchObject({ n: 3, censored: 0 })
  const [simple, complex, limited] = ['simple', 'complex', 'limited'].map(kind =>
    tallyOf(all, 'slack.errors', kind),
  )
  expect((simple?.bad ?? 0) + (complex?.bad ?? 0)).toBeGreaterThanOrEqual(2)
  expect(limited).toEqual({ total: 3, bad: 3, causes: { 'no answer was posted': 3 } })
})
