import { createServer } from 'node:http'
import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import { readWhole } from '../measure/distribution.ts'
import type { HistogramData, Measurement } from '../measure/measurement.ts'
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

const message = (more: Partial<Answered>): Answered => ({
  kind: 'simple',
  key: 'a',
  sentMs: 1000,
  ackedMs: 1004,
  postedMs: 1830,
  ...more,
})
const of = (all: readonly Measurement[], metric: string, kind: string): Measurement | undefined =>
  all.find(one => one.metric === metric && one.labels['kind'] === kind)
const medianOf = (all: readonly Measurement[], metric: string, kind: string): number =>
  Math.round(readWhole(of(all, metric, kind)?.data as HistogramData).percentile(50))

test('the stages lie between the first call of a message and the last', async () => {
  const known = {
    a: [{ came: 1020, over: 1800 }],
    b: [
      { came: 1600, over: 1900 },
      { came: 1010, over: 1500 },
    ],
  }
  const all = await stagesOf(known, [message({}), message({ kind: 'complex', key: 'b', postedMs: 1950 })])
  const stages = ['asked', 'model', 'publish']
  expect(stages.map(stage => medianOf(all, `slack.${stage}`, 'simple'))).toEqual([20, 780, 30])
  expect(stages.map(stage => medianOf(all, `slack.${stage}`, 'complex'))).toEqual([10, 890, 50])
  expect(of(all, 'slack.order', 'simple')?.data).toMatchObject({ total: 1, bad: 0 })
})

test('an acknowledgement after the answer of the model is one too late', async () => {
  const all = await stagesOf({ a: [{ came: 1020, over: 1800 }] }, [
    message({ ackedMs: 1800 }),
    message({ ackedMs: 1799 }),
  ])
  expect(of(all, 'slack.order', 'simple')?.data).toMatchObject({
    total: 2,
    bad: 1,
    causes: { "acknowledged after the model's answer": 1 },
  })
})

test('a message whose calls are under way still, or not known, has no stages; where none has, why is told', async () => {
  const known = { a: [{ came: 1020, over: 1800 }, { came: 1900 }] }
  const all = await stagesOf(known, [message({}), message({ key: 'c' })])
  expect(of(all, 'slack.publish', 'simple')?.data).toMatchObject({ n: 0 })
  expect(of(all, 'slack.publish', 'simple')?.absence).toContain('Of 2 messages')
})
