import { expect, test } from '@playwright/test'
import { readWhole } from '../measure/histogram.ts'
import type { Doubt, HistogramData, Measurement } from '../measure/measurement.ts'
import type { OutageReport } from './outage-notes.ts'
import { recoveryMeasurements } from './recovery-measurements.ts'

const window = { startMs: 10_000, endMs: 20_000 }

/** Broken at 11 000: back after 0.5 s, after 1.3 s, after 6 s, and never. */
const report: OutageReport = {
  held: 4,
  losses: [
    { lostAtMs: 11_000, backAtMs: 11_500 },
    { lostAtMs: 11_010, backAtMs: 12_300 },
    { lostAtMs: 11_020, backAtMs: 17_000 },
    { lostAtMs: 11_030 },
  ],
  triesMs: [11_210, 11_290, 11_999, 12_000, 16_980],
  lostBy: { 'closed 1006 (cut)': 4 },
  refusedBy: { 'status 503': 2 },
}

function measured(changes: Partial<Parameters<typeof recoveryMeasurements>[0]> = {}): Measurement[] {
  return recoveryMeasurements({
    side: 'viewer',
    cause: 'drop',
    reports: [report],
    brokenAtMs: 11_000,
    window,
    missed: { expected: 100, lost: 7 },
    doubts: [],
    ...changes,
  })
}

const find = (all: readonly Measurement[], metric: string): Measurement => {
  const found = all.find(one => one.metric === metric)
  if (!found) throw new Error(`There is no ${metric}.`)
  return found
}

test('a connection is back in time within five seconds of the outage, and those that never are count too', () => {
  const recovery = find(measured(), 'realtime.recovery')
  expect(recovery.labels).toEqual({ cause: 'drop', side: 'viewer' })
  expect(recovery.window).toEqual({ startMs: 11_000, endMs: 20_000 })
  expect(recovery.data).toMatchObject({
    total: 4,
    bad: 2,
    causes: { 'back after more than five seconds': 1, 'did not come back': 1 },
  })
})

test('a connection is back too late by what it waited for the generator, and one that took longer is not excused', () => {
  const late = (lateMs: number): Doubt => ({ kind: 'generator-late', lateMs, seconds: [[12_000, lateMs]] })
  const tooLong = (lateMs: number): unknown =>
    find(measured({ doubts: [late(lateMs)] }), 'realtime.recovery').doubts.map(doubt =>
      doubt.kind === 'generator-late' ? doubt.tooLong : doubt.kind,
    )
  // One took 6 s, and one was not back after 9 s.
  expect([tooLong(900), tooLong(1000), tooLong(3900), tooLong(4000)]).toEqual([[0], [1], [1], [2]])
  expect(find(measured({ doubts: [late(1000)] }), 'realtime.recovery.time').doubts).toEqual([late(1000)])
})

test('the time to recover counts from the outage; who is not back took at least until the end', () => {
  const time = find(measured(), 'realtime.recovery.time').data as HistogramData
  const values = readWhole(time).buckets()
  expect(values.map(([value]) => Math.round(value / 100) * 100)).toEqual([500, 1300, 6000, 9000])
  expect(time.censored).toBe(1)
})

test('values that were missed are counted against those that there should have been', () => {
  expect(find(measured(), 'realtime.recovery.missed').data).toMatchObject({
    total: 100,
    bad: 7,
    causes: { 'not received': 7 },
  })
  const agents = find(measured({ side: 'agent' }), 'realtime.recovery.missed')
  expect(agents.data).toMatchObject({ causes: { 'not sent': 7 } })
})

test('what was lost and back before the outage is not its doing', () => {
  const early = { ...report, losses: [...report.losses, { lostAtMs: 10_200, backAtMs: 10_400 }] }
  expect(find(measured({ reports: [early] }), 'realtime.recovery').data).toMatchObject({ total: 4, bad: 2 })
})

test('why connections were lost and not taken back is told', () => {
  expect(find(measured(), 'realtime.recovery.losses').data).toMatchObject({
    total: 4,
    bad: 4,
    causes: { 'closed 1006 (cut)': 4 },
  })
  expect(find(measured(), 'realtime.recovery.tries').data).toMatchObject({
    total: 5,
    bad: 2,
    causes: { 'status 503': 2 },
  })
})

test("the herd's shape: how many are open, and how many try to come back, every tenth of a second", () => {
  const pointsAt = (metric: string, ...places: number[]) => {
    const { data } = find(measured(), metric)
    if (data.kind !== 'series') throw new Error(`${metric} is no series.`)
    expect(data.points).toHaveLength(100)
    return places.map(place => data.points[place])
  }
  expect(pointsAt('load.connected', 0, 10, 11, 15, 23, 70, 99)).toEqual([
    [10_000, 4],
    [11_000, 3],
    [11_100, 0],
    [11_500, 1],
    [12_300, 2],
    [17_000, 3],
    [19_900, 3],
  ])
  expect(pointsAt('load.reconnects', 11, 12, 19, 20, 69)).toEqual([
    [11_100, 0],
    [11_200, 20],
    [11_900, 10],
    [12_000, 10],
    [16_900, 10],
  ])
})

test('an outage that did not reach the connections is a doubt, and one that did is none', () => {
  expect(find(measured(), 'realtime.recovery').doubts).toEqual([])
  const few = find(measured({ reports: [{ ...report, held: 500 }] }), 'realtime.recovery')
  expect(few.doubts).toEqual([{ kind: 'fault-not-seen', wanted: 500, seen: 4 }])
})

test('a side without connections is not measured', () => {
  expect(measured({ reports: [] })).toEqual([])
})
