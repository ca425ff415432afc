import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { Clock } from '../clock.ts'
import { readWhole } from '../measure/distribution.ts'
import type { HistogramData, Measurement, TallyData } from '../measure/measurement.ts'
import { schedule } from './schedule.ts'
import { runSchedules } from './schedule-workload.ts'
import type { ScheduleRequests } from './schedule-requests.ts'
import { truthRequests, withScheduler } from './testing/schedule-truth.ts'
import type { Truth } from './testing/schedule-truth.ts'

// Of two schedules a kind for 2.5 s: five moments each at least by the interval of 500 ms, and two by the pattern of a second.
async function run(
  truth: Truth,
  requests: Partial<ScheduleRequests> = {},
  durationMs = 2500,
  clock: Clock = systemClock,
) {
  return await withScheduler(truth, async (origin, kept) => {
    const options = {
      origin,
      requests: { ...truthRequests, ...requests },
      schedules: 2,
      durationMs,
      over: 'steady',
      unreached: 'Ask the gatekeeper.',
    }
    const measured = await runSchedules(options, clock)
    return { measured, left: kept.size }
  })
}

const dataOf = (all: readonly Measurement[], metric: string, kind: string) =>
  all.find(one => one.metric === metric && one.labels['kind'] === kind)?.data
const tallyOf = (all: readonly Measurement[], metric: string, kind: string): TallyData =>
  dataOf(all, metric, kind) as TallyData
const driftOf = (all: readonly Measurement[], kind: string) =>
  readWhole(dataOf(all, 'scheduler.drift', kind) as HistogramData)

/** By how much this process, in which the scheduler runs too, was late. */
const latenessOf = (all: readonly Measurement[]): number =>
  Math.max(
    0,
    ...all.flatMap(({ doubts }) => doubts.flatMap(one => (one.kind === 'generator-late' ? one.lateMs : []))),
  )

test('a scheduler that keeps time is told to, and all its schedules are ended', async () => {
  const { measured, left } = await run({})
  for (const kind of ['cron', 'interval']) {
    expect(tallyOf(measured, 'scheduler.missed', kind)).toMatchObject({ bad: 0 })
    expect(tallyOf(measured, 'scheduler.duplicated', kind)).toMatchObject({ bad: 0 })
    expect(driftOf(measured, kind).percentile(50)).toBeLessThan(20 + latenessOf(measured))
  }
  expect(tallyOf(measured, 'scheduler.missed', 'cron').total).toBeGreaterThanOrEqual(4)
  expect(tallyOf(measured, 'scheduler.missed', 'interval').total).toBeGreaterThanOrEqual(6)
  expect(left).toBe(0)
})

test('a run that is ended early has ended its schedules, and is rejected', async () => {
  await withScheduler({}, async (origin, kept) => {
    const options = { origin, requests: truthRequests, schedules: 2, durationMs: 600_000, over: 'steady' }
    const measured = schedule.run(options)
    const outcome = measured.catch((error: Error) => error.name)
    await expect.poll(() => kept.size).toBe(4)
    await schedule.halt()
    expect(kept.size).toBe(0)
    expect(await outcome).toBe('AbortError')
  })
})

test('calls that are 300 ms late are told to be: by the pattern, and by what calls say of themselves', async () => {
  const { measured } = await run({ lateMs: 300 }, { scheduledFor: 'meant.at' })
  for (const kind of ['cron', 'interval']) {
    const drift = driftOf(measured, kind)
    expect(drift.percentile(1)).toBeGreaterThanOrEqual(295)
    expect(drift.percentile(50)).toBeLessThan(330 + latenessOf(measured))
  }
})

test('of an interval whose calls are all equally late nobody can tell, and it is not made up', async () => {
  // Two seconds apart, so that a call on a machine that stands still is not taken for that of the next moment.
  const cron = { ...truthRequests.cron, patterns: ['*/2 * * * * *'] }
  const { measured } = await run({ lateMs: 300 }, { cron }, 4500)
  expect(driftOf(measured, 'interval').percentile(50)).toBeLessThan(20 + latenessOf(measured))
  expect(driftOf(measured, 'cron').percentile(1)).toBeGreaterThanOrEqual(295)
})

test('moments without a call are counted, with an example', async () => {
  const { measured } = await run({ skipEvery: 3 }, { scheduledFor: 'meant.at' })
  const missed = ['cron', 'interval'].map(kind => tallyOf(measured, 'scheduler.missed', kind))
  const bad = missed.reduce((sum, one) => sum + one.bad, 0)
  const total = missed.reduce((sum, one) => sum + one.total, 0)
  // Each third of all moments, of which those at either end are not looked at.
  expect(Math.abs(bad - total / 3)).toBeLessThanOrEqual(2)
  expect(tallyOf(measured, 'scheduler.missed', 'interval').examples?.['interval: no call']).toMatch(
    /^interval at 20\d\d-/,
  )
})

test('calls for a moment that was called are too many', async () => {
  const { measured } = await run({ doubleEvery: 3 }, { scheduledFor: 'meant.at' })
  const all = ['cron', 'interval'].map(kind => tallyOf(measured, 'scheduler.duplicated', kind))
  const bad = all.reduce((sum, one) => sum + one.bad, 0)
  const good = all.reduce((sum, one) => sum + one.total - one.bad, 0)
  expect(Math.abs(bad - good / 3)).toBeLessThanOrEqual(2)
  expect(tallyOf(measured, 'scheduler.missed', 'cron').bad).toBe(0)
})

for (const [what, truth, said] of [
  ['refuses', { answers: 'refused' }, /^No schedule could be made: making a schedule: status 507\.$/],
  [
    'gives no id',
    { answers: 'no id' },
    /^No schedule could be made: making a schedule: no id at "timer\.no" in \{"timer":\{\}\}\.$/,
  ],
  [
    'never calls',
    { silent: true },
    /^4 schedules were made, and none called http:\S+ back\. Check that the target reaches this address\. Ask the gatekeeper\.$/,
  ],
  [
    'calls elsewhere',
    { elsewhere: true },
    /back\. \d+ calls came at other paths than "\{\{callback\}\}"\. Check/,
  ],
] as const) {
  test(`a scheduler that ${what} has no figures, and the reason`, async () => {
    const { measured } = await run(truth)
    for (const metric of ['scheduler.drift', 'scheduler.missed', 'scheduler.duplicated']) {
      const one = measured.find(each => each.metric === metric)
      expect(one?.absence).toMatch(said)
      expect(one?.data as TallyData | (HistogramData & { total?: number })).toMatchObject(
        metric === 'scheduler.drift' ? { n: 0 } : { total: 0 },
      )
    }
  })
}

/** By how much the clocks are said to have moved against each other, for each kind, when people's is put forward by so much while schedules are due. */
async function movedBy(stepMs: number) {
  const startMs = systemClock.nowMs()
  const hasMoved = (): boolean => systemClock.nowMs() - startMs > 1000
  // That the clock that measures falls behind is the same to whoever compares the two.
  const clock = { nowMs: () => systemClock.nowMs() - (hasMoved() ? stepMs : 0) }
  const { measured } = await run({}, {}, 2000, clock)
  const drifts = measured.filter(({ metric }) => metric === 'scheduler.drift')
  return drifts.map(({ doubts }) =>
    doubts.flatMap(doubt => (doubt.kind === 'clock-uncertain' ? [Math.round(doubt.errorMs / 50) * 50] : [])),
  )
}

test("a machine's clock that is put forward or back while schedules are due is a doubt of that size", async () => {
  expect(await movedBy(0)).toEqual([[], []])
  expect(await movedBy(400)).toEqual([[400], [400]])
  expect(await movedBy(-400)).toEqual([[400], [400]])
})
