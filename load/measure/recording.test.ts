import { expect, test } from '@playwright/test'
import { PartStream } from './part-stream.ts'
import { PartSum } from './part-sum.ts'
import { Recording } from './recording.ts'
import type { Part } from './recording.ts'

const LATENCY = { metric: 'api.latency', unit: 'ms', labels: { endpoint: 'a' } } as const
const ERRORS = { metric: 'api.errors', unit: 'count', labels: { endpoint: 'a' } } as const
const USERS = { metric: 'load.users', unit: 'count', labels: {} } as const
const READY = { metric: 'dashboard.ready', unit: 'ms', labels: {} } as const

/** A recording with a recorder of each kind, and what it handed on. */
function record() {
  const batches: (readonly Part[])[] = []
  const recording = new Recording(parts => batches.push(parts))
  const recorders = {
    latency: recording.histogram(LATENCY),
    errors: recording.tally(ERRORS),
    users: recording.series(USERS),
    ready: recording.samples(READY),
  }
  return { recording, batches, ...recorders }
}

test('what was recorded since the last time is handed on in one batch, and nothing where there is nothing', () => {
  const { recording, batches, latency, errors, users, ready } = record()
  recording.handOn()
  expect(batches).toEqual([])
  latency.record(5, 1000)
  errors.good(1000)
  users.add(1000, 3)
  ready.add(400, 1200)
  recording.handOn()
  recording.handOn()
  errors.bad('timeout', 2000)
  recording.stop()
  expect(batches.map(batch => batch.map(({ metric }) => metric))).toEqual([
    ['api.latency', 'api.errors', 'load.users', 'dashboard.ready'],
    ['api.errors'],
  ])
})

test('without a sink no parts are kept', () => {
  const recording = new Recording()
  const latency = recording.histogram(LATENCY)
  latency.record(5, 1000)
  recording.stop()
  expect(latency.takePart()).toBe(undefined)
  expect(latency.toData().n).toBe(1)
})

test('parts put together are what was recorded, with the time they were cut short', () => {
  const { recording, batches, latency, errors, users, ready } = record()
  for (let second = 1; second <= 3; second++) {
    latency.record(second, second * 1000)
    latency.recordCensored(10_000, second * 1000)
    errors.bad('timeout', second * 1000, 1, 'GET /a')
    users.add(second * 1000, second)
    ready.addCensored(second, second * 1000)
    recording.handOn()
  }
  recording.stop()
  const sum = new PartSum()
  for (const [index, parts] of batches.entries()) sum.add(parts, (index + 2) * 1000)
  const common = { window: { startMs: 1000, endMs: 4000 }, doubts: [{ kind: 'cut-short', atMs: 4000 }] }
  expect(sum.measurements()).toEqual([
    { ...LATENCY, ...common, data: latency.toData() },
    { ...ERRORS, ...common, data: errors.toData() },
    { ...USERS, ...common, data: users.toData() },
    { ...READY, ...common, data: ready.toData() },
  ])
})

test('what a workload hands back takes the place of its parts, whatever the order of its labels', () => {
  const { recording, batches, latency, errors } = record()
  const other = recording.histogram({ ...LATENCY, labels: { b: '2', a: '1' } })
  latency.record(5, 1000)
  errors.good(1000)
  other.record(5, 1000)
  recording.stop()
  const sum = new PartSum()
  sum.add(batches.flat(), 2000)
  sum.supersede([
    { ...LATENCY, data: latency.toData() },
    { metric: 'api.latency', labels: { a: '1', b: '2' }, data: other.toData() },
  ])
  expect(sum.measurements().map(({ metric }) => metric)).toEqual(['api.errors'])
})

test('those that listen to a stream hear all parts until they stop', () => {
  const stream = new PartStream()
  const [first, second]: [Part[], Part[]] = [[], []]
  const part: Part = { ...ERRORS, data: { kind: 'tally', total: 1, bad: 0, causes: {}, blocks: [] } }
  const stop = stream.listen(parts => first.push(...parts))
  stream.listen(parts => second.push(...parts))
  stream.publish([part])
  stop()
  stream.publish([part])
  expect([first.length, second.length]).toEqual([1, 2])
})
