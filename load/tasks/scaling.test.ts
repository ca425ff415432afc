import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { Measurement, SamplesData, TallyData } from '../measure/measurement.ts'
import { measureScaling } from './scaling.ts'
import { truthRequests, withTasks } from './testing/task-truth.ts'
import type { TaskTruth } from './testing/task-truth.ts'

function find(all: readonly Measurement[], metric: string, atOnce?: string): Measurement {
  const found = all.find(
    one => one.metric === metric && (atOnce === undefined || one.labels['atOnce'] === atOnce),
  )
  if (!found) throw new Error(`There is no ${metric}.`)
  return found
}

function tallyOf(all: readonly Measurement[], metric: string) {
  const { total, bad, causes } = find(all, metric).data as TallyData
  return { total, bad, causes }
}

async function scale(truth: TaskTruth) {
  const measured = await withTasks(truth, origin =>
    measureScaling(
      { origin, requests: truthRequests, levels: [10], agents: 4, rounds: 2, timeoutMs: 3000 },
      systemClock,
    ),
  )
  return {
    measured,
    speedups: (find(measured, 'scaling.speedup').data as SamplesData).points.map(({ value }) => value),
  }
}

test('tasks at once that do not wait for each other are told to be quicker than those that do', async () => {
  const free = await scale({ takesMs: 100 })
  const serial = await scale({ takesMs: 100, isSerial: true })
  // What the generator was late for is set aside: there may be no round left of either.
  for (const value of free.speedups) expect(value).toBeGreaterThan(2)
  for (const value of serial.speedups) expect(value).toBeLessThan(2)
  expect(tallyOf(free.measured, 'scaling.torn').bad).toBe(0)
})

test('two numbers that differ while tasks are under way are torn', async () => {
  const { measured } = await scale({ takesMs: 50, tears: true })
  const { bad, causes } = tallyOf(measured, 'scaling.torn')
  expect(bad).toBeGreaterThan(0)
  expect(causes).toEqual({ 'torn: the two numbers differ': bad })
})

test('agents that can not be let go have failed', async () => {
  const { measured } = await scale({ keepsStaff: true })
  expect(tallyOf(measured, 'scaling.errors').causes).toEqual({ 'agents let go: status 500': 4 })
})

for (const total of [10.5, -3]) {
  test(`a total of ${total} is a number that tasks share: it is whole, and torn where the other differs`, async () => {
    const whole = tallyOf((await scale({ takesMs: 20, total })).measured, 'scaling.torn')
    expect(whole.total).toBeGreaterThan(0)
    expect(whole.bad).toBe(0)
    const torn = tallyOf((await scale({ takesMs: 50, total, tears: true })).measured, 'scaling.torn')
    expect(torn.causes).toEqual({ 'torn: the two numbers differ': torn.bad })
  })
}

test('a task that fails among fifty takes nothing from what is told of ten', async () => {
  const options = { levels: [10, 50], agents: 4, rounds: 5, timeoutMs: 20_000, heldUpFromMs: Infinity }
  const measured = await withTasks({ takesMs: 20, refuses: 40 }, origin =>
    measureScaling({ origin, requests: truthRequests, ...options }, systemClock),
  )
  const toldOf = (atOnce: string): number =>
    (find(measured, 'scaling.speedup', atOnce).data as SamplesData).points.length
  expect(toldOf('50')).toBe(0)
  expect(toldOf('10')).toBeGreaterThan(0)
})
