import { expect, test } from '@playwright/test'
import { systemClock } from '../../clock.ts'
import type { Labels, Measurement, SamplesData, TallyData } from '../../measure/measurement.ts'
import { trainingRequests as requests, withWork } from '../testing/work-truth.ts'
import type { WorkTruth } from '../testing/work-truth.ts'
import { measureBatches } from './batches.ts'
import { measureTrainingJobs } from './jobs.ts'
import type { TrainingRequests } from './training-requests.ts'
import { measureTrajectories } from './trajectories.ts'

const LOADS = {
  concurrent: { atOnce: 4, jobs: 8 },
  spike: 5,
  sustained: { perSecond: 20, durationMs: 500 },
  endurance: { perSecond: 40, durationMs: 300 },
}

const jobs = (
  truth: WorkTruth,
  timeoutMs = 60_000,
  changes: Partial<TrainingRequests> = {},
): Promise<Measurement[]> =>
  withWork(truth, origin =>
    measureTrainingJobs({ origin, requests: { ...requests, ...changes }, timeoutMs, ...LOADS }, systemClock),
  )

const trajectories = (truth: WorkTruth, rounds = 3): Promise<Measurement[]> =>
  withWork(truth, origin =>
    measureTrajectories({ origin, requests, timeoutMs: 60_000, others: 4, rounds }, systemClock),
  )

function one(all: readonly Measurement[], metric: string, labels: Labels = {}): Measurement {
  const found = all.find(
    one => one.metric === metric && JSON.stringify(one.labels) === JSON.stringify(labels),
  )
  if (!found) throw new Error(`There is no ${metric} ${JSON.stringify(labels)}.`)
  return found
}

const tally = (all: readonly Measurement[], metric: string, labels?: Labels): TallyData =>
  one(all, metric, labels).data as TallyData
const values = (all: readonly Measurement[], metric: string, labels?: Labels): number[] =>
  (one(all, metric, labels).data as SamplesData).points.map(({ value }) => value)

test('jobs of each load are counted once, and each was looked at', async () => {
  const measured = await jobs({ takesMs: { train: 20 } })
  for (const [load, total] of [
    ['concurrent', 8],
    ['spike', 5],
    ['sustained', 10],
    ['endurance', 12],
  ] as const) {
    expect(tally(measured, 'training.errors', { load }), load).toMatchObject({ total, bad: 0 })
    const looks = tally(measured, 'training.status.errors', { load })
    expect(looks.total, load).toBeGreaterThanOrEqual(total)
    expect(looks.bad, load).toBe(0)
  }
})

for (const [what, truth, cause] of [
  ['an answer without an id', { id: null }, 'start: no id'],
  ['the same id for every job', { id: 7 }, 'start: an id was given twice'],
  ['a job that says that it failed', { state: 9 }, 'ended as "<n>"'],
  ['a state that there is not', { state: 'sideways' }, "status: a state that it can't have"],
  ['a job that is refused', { refusesEvery: 1 }, 'start: status 429'],
] as const) {
  test(`${what} is told by its cause`, async () => {
    const { bad, causes } = tally(await jobs(truth), 'training.errors', { load: 'spike' })
    expect(bad).toBe(5)
    expect(causes).toEqual({ [cause]: 5 })
  })
}

test('a look that says that a job is not known yet is a good one, where the target says so', async () => {
  const truth = { untilKnown: { ms: 300, status: 404 } }
  const load = { load: 'spike' }
  expect(tally(await jobs(truth), 'training.errors', load).causes).toEqual({ 'status: status 404': 5 })
  const measured = await jobs(truth, 60_000, { notYet: [404] })
  expect(tally(measured, 'training.errors', load)).toMatchObject({ total: 5, bad: 0 })
  expect(tally(measured, 'training.status.errors', load).bad).toBe(0)
})

test('a job that never ends has failed at the time-out', async () => {
  const measured = await jobs({ never: ['train'] }, 1500)
  expect(tally(measured, 'training.errors', { load: 'sustained' }).causes).toEqual({
    'not done in time': 10,
  })
})

test('a trajectory that waits for the others takes many times as long among them', async () => {
  const measured = await trajectories({ takesMs: { train: 60 }, isSerial: true })
  const alone = values(measured, 'training.trajectory.time', { turn: 'alone' })
  const among = values(measured, 'training.trajectory.time', { turn: 'among' })
  for (const ms of alone) expect(ms).toBeGreaterThanOrEqual(59)
  // Each of five takes 60 ms; connections decide which of them comes first, and one of them may wait for none.
  expect(Math.max(...among)).toBeGreaterThanOrEqual(2 * 60 - 1)
  const times = values(measured, 'training.crowding')
  const near = times.every(ratio => among.some(a => alone.some(b => Math.abs(a / b - ratio) < 1e-9)))
  expect(near, times.join(', ')).toBe(true)
})

test('of a round with a failure nothing is compared, and why is told', async () => {
  const measured = await trajectories({ state: 9 })
  expect(one(measured, 'training.crowding')).toMatchObject({
    data: { points: [] },
    absence: 'No trajectories to compare: ended as "<n>".',
  })
  expect(tally(measured, 'training.trajectory.errors').causes).toEqual({
    'ended as "<n>"': expect.any(Number),
  })
})

test('batches ask for so many trajectories, and no more than so many batches', async () => {
  const more = { trajectories: 8, batches: 5, atOnce: 2, durationMs: 600_000 }
  await withWork({ takesMs: { batch: 20 } }, async (origin, asked) => {
    const measured = await measureBatches({ origin, requests, timeoutMs: 60_000, ...more }, systemClock)
    expect(tally(measured, 'training.batch.errors')).toMatchObject({ total: 5, bad: 0 })
    expect(asked).toEqual(Array.from({ length: 5 }, () => '/runs?kind=batch&of=8'))
  })
})

test('batches that take long are asked for until there are enough to judge them', async () => {
  const more = { trajectories: 8, batches: 50, atOnce: 2, durationMs: 60, atLeast: 6 }
  const measured = await withWork({ takesMs: { batch: 50 } }, origin =>
    measureBatches({ origin, requests, timeoutMs: 60_000, ...more }, systemClock),
  )
  const { total, bad } = tally(measured, 'training.batch.errors')
  expect(total).toBeGreaterThanOrEqual(6)
  expect(total).toBeLessThan(50)
  expect(bad).toBe(0)
})

test('a target without batches is asked for none', async () => {
  const { batch: _, ...bare } = requests
  const more = { trajectories: 8, batches: 5, atOnce: 2, durationMs: 1000 }
  expect(
    await measureBatches(
      { origin: 'http://127.0.0.1:1', requests: bare, timeoutMs: 1000, ...more },
      systemClock,
    ),
  ).toEqual([])
})
