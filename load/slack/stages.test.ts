import { createServer } from 'node:http'
import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import { readWhole } from '../measure/distribution.ts'
import type { HistogramData, Measurement, TallyData } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { listening } from '../testing/listening.ts'
import { measureStages } from './stages.ts'
import type { Answered } from './stages.ts'

/** Calls that a provider knows: when they came and were answered. */
type Calls = readonly { came: number; over?: number }[]

/** Tells the stages of messages, beside a provider that knows these calls by their messages' keys. */
const stagesOf = (
  known: Readonly<Record<string, Calls>>,
  answered: readonly Answered[],
): Promise<Measurement[]> =>
  listening(
    createServer((request, response) => {
      const key = new URL(request.url ?? '/', 'http://provider').searchParams.get('q') ?? ''
      response.end(JSON.stringify({ calls: known[key] ?? [] }))
    }),
    async origin => {
      const model = { origin, path: '/calls?q={{key}}', asked: 'calls.*.came', done: 'calls.*.over' }
      const means = { clock: systemClock, recording: new Recording() }
      const finish = await measureStages(answered, model, ['simple', 'complex'], means)
      return finish({ startMs: 0, endMs: 10_000 }, [])
    },
  )

/** When the first message was sent, less a second: epoch ms. */
const at = 1_795_780_800_000

const message = (more: Partial<Answered>): Answered => ({
  kind: 'simple',
  key: 'a',
  sentMs: at + 1000,
  ackedMs: at + 1004,
  postedMs: at + 1830,
  ...more,
})
const of = (all: readonly Measurement[], metric: string, kind: string): Measurement | undefined =>
  all.find(one => one.metric === metric && one.labels['kind'] === kind)
const medianOf = (all: readonly Measurement[], metric: string, kind: string): number =>
  Math.round(readWhole(of(all, metric, kind)?.data as HistogramData).percentile(50))

test('the stages lie between the first call of a message and the last', async () => {
  const known = {
    a: [{ came: at + 1020, over: at + 1800 }],
    b: [
      { came: at + 1600, over: at + 1900 },
      { came: at + 1010, over: at + 1500 },
    ],
  }
  const all = await stagesOf(known, [
    message({}),
    message({ kind: 'complex', key: 'b', postedMs: at + 1950 }),
  ])
  const stages = ['asked', 'model', 'publish']
  expect(stages.map(stage => medianOf(all, `slack.${stage}`, 'simple'))).toEqual([20, 780, 30])
  expect(stages.map(stage => medianOf(all, `slack.${stage}`, 'complex'))).toEqual([10, 890, 50])
  expect(of(all, 'slack.order', 'simple')?.data).toMatchObject({ total: 1, bad: 0 })
})

test('an acknowledgement after the answer of the model is one too late', async () => {
  const all = await stagesOf({ a: [{ came: at + 1020, over: at + 1800 }] }, [
    message({ ackedMs: at + 1800 }),
    message({ ackedMs: at + 1799 }),
  ])
  expect(of(all, 'slack.order', 'simple')?.data).toMatchObject({
    total: 2,
    bad: 1,
    causes: { "acknowledged after the model's answer": 1 },
  })
})

test('a message whose calls are under way still, or not known, has no stages; where none has, why is told', async () => {
  const known = { a: [{ came: at + 1020, over: at + 1800 }, { came: at + 1900 }] }
  const all = await stagesOf(known, [message({}), message({ key: 'c' })])
  expect(of(all, 'slack.publish', 'simple')?.data).toMatchObject({ n: 0 })
  expect(of(all, 'slack.publish', 'simple')?.absence).toContain('Of 2 messages')
})

/** The doubts of the times between the two clocks, when the provider's is so much before this machine's. */
async function withClockAhead(aheadMs: number) {
  const calls = [{ came: at + 1020 + aheadMs, over: at + 1800 + aheadMs }]
  const all = await stagesOf({ a: calls }, [message({}), message({})])
  const doubts = (metric: string) => of(all, `slack.${metric}`, 'simple')?.doubts
  const order = of(all, 'slack.order', 'simple')?.data as TallyData
  return { asked: doubts('asked'), model: doubts('model'), publish: doubts('publish'), order: order.total }
}

test('a provider whose clock is behind or ahead shows, and nothing is said of the order of its messages', async () => {
  const doubt = (errorMs: number) => [{ kind: 'clock-uncertain', errorMs }]
  expect(await withClockAhead(0)).toEqual({ asked: [], model: [], publish: [], order: 2 })
  expect(await withClockAhead(-500)).toEqual({
    asked: doubt(480),
    model: [],
    publish: doubt(480),
    order: 0,
  })
  expect(await withClockAhead(700)).toEqual({ asked: doubt(670), model: [], publish: doubt(670), order: 0 })
})

test('times in seconds and dates are read as they are', async () => {
  const asked = await stagesOf({ a: [{ came: (at + 1020) / 1000, over: (at + 1800) / 1000 }] }, [message({})])
  expect(['asked', 'model', 'publish'].map(stage => medianOf(asked, `slack.${stage}`, 'simple'))).toEqual([
    20, 780, 30,
  ])
})
