import { expect, test } from '@playwright/test'
import { readWhole } from '../measure/histogram.ts'
import type { Doubt, HistogramData, MeasurementData } from '../measure/measurement.ts'
import { OperationRecord } from '../loops/operation-record.ts'
import type { Answered } from './wire/answered.ts'
import { faultOf } from './fault-of.ts'
import { httpFigures, outcomeOf } from './http-operation.ts'
import type { Done } from './sender.ts'

const window = { startMs: 10_000, endMs: 14_000 }
const answered = (status: number, body = ''): Answered => ({
  kind: 'answered',
  status,
  headers: {},
  body,
  headMs: 10_120,
  endMs: 10_150,
})
const recordedWith = new WeakMap<OperationRecord, string>()
const recorded = (serverTiming?: string): OperationRecord => {
  const record = new OperationRecord({
    metric: 'm',
    labels: { endpoint: 'e' },
    timeoutMs: 500,
    startMs: 10_000,
    figures: httpFigures(serverTiming),
    stages: [
      { name: 'before', startMs: 0, endMs: 1000 },
      { name: 'after', startMs: 1000, endMs: 2000 },
    ],
  })
  if (serverTiming !== undefined) recordedWith.set(record, serverTiming)
  return record
}
const at = (intendedMs: number) => ({
  intendedMs,
  startedMs: intendedMs + 20,
  endedMs: intendedMs + 500,
  begun: true,
  lost: false,
  resent: false,
})
const add = (record: OperationRecord, done: Done): void =>
  record.add(done.intendedMs, outcomeOf(done, faultOf(done.outcome), recordedWith.get(record)))
const dataOf = (record: OperationRecord, metric: string, stage?: string): MeasurementData => {
  const found = record
    .measurements(window, [])
    .find(one => one.metric === metric && one.labels['stage'] === stage)
  if (!found) throw new Error(`There is no ${metric}.`)
  return found.data
}
const atMost = (record: OperationRecord, metric: string): number =>
  readWhole(dataOf(record, metric) as HistogramData).percentile(100)

test('three times of a good answer: from when it was due, from when it was sent, and up to its head', () => {
  const record = recorded()
  add(record, { outcome: answered(200), ...at(10_100) })
  expect(atMost(record, 'm.latency')).toBeCloseTo(50, 1)
  expect(atMost(record, 'm.service')).toBeCloseTo(30, 1)
  expect(atMost(record, 'm.ttfb')).toBeCloseTo(0, 1)
  expect(dataOf(record, 'm.errors')).toMatchObject({ total: 1, bad: 0 })
})

test('a failure keeps the first of its kind as an example, with its number', () => {
  const record = recorded()
  add(record, { outcome: answered(503, 'full'), seq: 'ab-1', ...at(10_100) })
  add(record, { outcome: answered(503, 'later'), seq: 'ab-2', ...at(10_100) })
  add(record, {
    outcome: { kind: 'failed', cause: 'ECONNRESET', message: 'read ECONNRESET' },
    ...at(10_100),
  })
  expect(dataOf(record, 'm.errors')).toMatchObject({
    total: 3,
    bad: 3,
    causes: { 'status 503': 2, ECONNRESET: 1 },
    examples: { 'status 503': 'X-Perf-Seq ab-1: full', ECONNRESET: 'read ECONNRESET' },
  })
  expect(dataOf(record, 'm.latency')).toHaveProperty('n', 0)
})

test('each request is in the stage that it was due in, and the stages add up to the whole', () => {
  const record = recorded()
  add(record, { outcome: answered(200), ...at(10_999) })
  add(record, { outcome: answered(500), ...at(11_000) })
  add(record, { outcome: { kind: 'timed-out' }, ...at(11_500) })
  expect(dataOf(record, 'm.stage.errors', 'before')).toMatchObject({ total: 1, bad: 0 })
  expect(dataOf(record, 'm.stage.errors', 'after')).toMatchObject({
    total: 2,
    bad: 2,
    causes: { 'status 500': 1, timeout: 1 },
  })
  expect(dataOf(record, 'm.stage.latency', 'before')).toMatchObject({ n: 1, censored: 0 })
  expect(dataOf(record, 'm.stage.latency', 'after')).toMatchObject({ n: 1, censored: 1 })
  const [stage] = record.measurements(window, []).filter(one => one.labels['stage'] === 'after')
  expect(stage?.window).toEqual({ startMs: 11_000, endMs: 12_000 })
})

test('what an answer took beyond the work that the server tells of is the overhead', () => {
  const record = recorded('skill')
  add(record, { outcome: { ...answered(200), headers: { 'server-timing': 'skill;dur=12' } }, ...at(10_100) })
  add(record, { outcome: answered(200), ...at(10_100) })
  expect(atMost(record, 'm.overhead')).toBeCloseTo(30 - 12, 1)
  expect(dataOf(record, 'm.overhead')).toHaveProperty('n', 1)
})

test('where no answer tells of its work there is no overhead, and why is said', () => {
  const record = recorded('skill')
  add(record, { outcome: answered(200), ...at(10_100) })
  const overhead = record.measurements(window, []).find(({ metric }) => metric === 'm.overhead')
  expect(overhead).toMatchObject({ data: { n: 0 }, absence: expect.stringContaining('"skill"') })
})

test('what this machine could not open was not asked of the target: load that was not applied', () => {
  const record = recorded()
  add(record, { outcome: { kind: 'failed', cause: 'EMFILE', message: 'too many open files' }, ...at(10_100) })
  add(record, { outcome: answered(200), ...at(10_100) })
  const doubt = { kind: 'load-not-applied', wanted: 2, applied: 1 }
  for (const one of record.measurements(window, [])) {
    if (!one.labels['stage']) expect(one.doubts, one.metric).toEqual([doubt])
  }
})

test('work that is not begun any more counts now, and in the stages that it would have been of', () => {
  const record = recorded()
  add(record, { outcome: answered(200), ...at(10_100) })
  const dueMs = [10_900, 11_100, 11_500]
  record.giveUp(3, 10_850, { cause: 'stopped', example: '' }, index => dueMs[index] ?? 0)
  expect(dataOf(record, 'm.errors')).toMatchObject({ total: 4, bad: 3, causes: { stopped: 3 } })
  expect(dataOf(record, 'm.stage.errors', 'before')).toMatchObject({ total: 2, bad: 1 })
  expect(dataOf(record, 'm.stage.errors', 'after')).toMatchObject({ total: 2, bad: 2 })
})

test("a generator that had no time left is a doubt of time-outs, and of giving up; else both are the target's", () => {
  const record = recorded()
  add(record, { outcome: { kind: 'timed-out' }, ...at(10_100) })
  record.giveUp(8, 10_200)
  const doubtsOf = (...health: Doubt[]) =>
    record.measurements(window, health).find(({ metric }) => metric === 'm.errors')?.doubts
  const saturated: Doubt = { kind: 'generator-saturated', utilisation: 1 }
  expect(doubtsOf(saturated)).toEqual([saturated, { kind: 'load-not-applied', wanted: 9, applied: 1 }])
  expect(doubtsOf({ kind: 'cpu-starved', utilisation: 0.8, cpu: 0.2 })).toEqual([])
})

test('how a request ended is told in kinds that loops know, with its moments and sizes', () => {
  const done = (outcome: Done['outcome'], lost = false): Done => ({ outcome, ...at(10_000), lost })
  const kindOf = (one: Done) => outcomeOf(one, faultOf(one.outcome)).fault?.kind
  const failed = (cause: string): Done['outcome'] => ({ kind: 'failed', cause, message: cause })
  expect([
    kindOf(done(answered(200))),
    kindOf(done(answered(500))),
    kindOf(done({ kind: 'timed-out' })),
    kindOf(done(failed('ECONNREFUSED'))),
    kindOf(done(failed('EMFILE'))),
    kindOf(done(failed('ECONNRESET'), true)),
  ]).toEqual([undefined, 'answer', 'timeout', 'connection', 'own-limit', 'recycled'])
  const sizes = { sentBytes: 30, receivedBytes: 90 }
  const chunks = [
    { atMs: 10_130, bytes: 3 },
    { atMs: 10_140, bytes: 4 },
  ]
  expect(outcomeOf(done({ ...answered(200), chunks, sizes }), undefined)).toEqual({
    startMs: 10_020,
    endMs: 10_150,
    fault: undefined,
    marks: [
      { name: 'head', ms: 10_120 },
      { name: 'chunk', ms: 10_130 },
      { name: 'chunk', ms: 10_140 },
    ],
    sizes,
    values: undefined,
  })
  expect(outcomeOf(done({ kind: 'timed-out' }), undefined)).toMatchObject({ startMs: 10_020, endMs: 10_500 })
})
