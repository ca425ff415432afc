import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import { readWhole } from '../measure/distribution.ts'
import type { HistogramData, Measurement, SamplesData, TallyData } from '../measure/measurement.ts'
import { runTasks } from './tasks-workload.ts'
import type { TasksOptions } from './tasks-workload.ts'
import { truthEvents, truthRequests, withTasks } from './testing/task-truth.ts'
import type { TaskTruth } from './testing/task-truth.ts'
import type { TaskRequests } from './task-requests.ts'

const load = { agents: 4, perSecond: 80 }
const modes = { collaborative: load, autonomous: load, continuous: load, scheduled: load }

type Changes = Partial<Omit<TasksOptions, 'requests'>> & { requests?: Partial<TaskRequests> }

/** Forty tasks of each mode, over half a second. */
async function run(truth: TaskTruth, { requests, ...changes }: Changes = {}): Promise<Measurement[]> {
  return withTasks(truth, origin =>
    runTasks(
      {
        origin,
        requests: { ...truthRequests, ...requests },
        modes,
        durationMs: 500,
        afterMs: 100,
        timeoutMs: 20_000,
        ...changes,
      },
      systemClock,
    ),
  )
}

const { autonomous, continuous, scheduled } = truthRequests.modes
const only = (mode: Partial<TaskRequests['modes']>): Changes => ({ requests: { modes: mode } })
const solo: Changes = autonomous ? only({ autonomous }) : {}

function find(all: readonly Measurement[], metric: string, mode?: string): Measurement {
  const found = all.find(one => one.metric === metric && (mode === undefined || one.labels['mode'] === mode))
  if (!found) throw new Error(`There is no ${metric} of ${mode}.`)
  return found
}

function tallyOf(all: readonly Measurement[], metric: string, mode?: string) {
  const { total, bad, causes } = find(all, metric, mode).data as TallyData
  return { total, bad, causes }
}

const MODES = ['collaborative', 'autonomous', 'continuous', 'scheduled']

for (const [way, requests] of [
  ['its status is asked for', {}],
  ['an event tells it', { events: truthEvents }],
] as const) {
  test(`tasks of every mode that take 60 ms are told to take that long, each once: ${way}`, async () => {
    const measured = await run({ takesMs: 60 }, { requests })
    for (const mode of MODES) {
      expect(tallyOf(measured, 'tasks.errors', mode), mode).toEqual({ total: 40, bad: 0, causes: {} })
      const latency = readWhole(find(measured, 'tasks.latency', mode).data as HistogramData)
      // Node's timers fire up to a millisecond early, and what is kept of a time is rounded.
      expect(latency.percentile(1), mode).toBeGreaterThan(58)
    }
    expect(tallyOf(measured, 'tasks.delivery')).toEqual({ total: 160, bad: 0, causes: {} })
  })
}

test('where no socket can be opened, tasks are followed by their status', async () => {
  const measured = await run({}, { requests: { events: { ...truthEvents, path: '//elsewhere' } } })
  expect(tallyOf(measured, 'tasks.delivery')).toMatchObject({ total: 160, bad: 0 })
})

test('tasks are counted in the second in which they were done, by mode and together', async () => {
  // A second in which this machine was late is left out, and then none may be left: another run has one.
  const few = { agents: 1, perSecond: 5 }
  const sparse = { collaborative: few, autonomous: few, continuous: few, scheduled: few }
  await expect(async () => {
    const measured = await run({}, { durationMs: 3000, modes: sparse })
    const perSecond = (mode: string) => (find(measured, 'tasks.done', mode).data as SamplesData).points
    // Of three seconds the first and the last are left out.
    expect(perSecond('all')).toHaveLength(1)
    const sum = MODES.reduce((total, mode) => total + (perSecond(mode)[0]?.value ?? 0), 0)
    expect(perSecond('all')[0]?.value).toBe(sum)
    expect(sum).toBeGreaterThan(0)
  }).toPass()
})

test('a task that never ends has failed, and is lost', async () => {
  const measured = await run({ never: 11 }, { ...solo, timeoutMs: 2000 })
  // Three were done beforehand, as tasks 1 to 3: of 4 to 43 these are 11, 22 and 33.
  expect(tallyOf(measured, 'tasks.errors', 'autonomous')).toEqual({
    total: 40,
    bad: 3,
    causes: { 'not done in time': 3 },
  })
  expect(find(measured, 'tasks.latency').data).toMatchObject({ n: 40, censored: 3 })
  expect(tallyOf(measured, 'tasks.delivery')).toMatchObject({ total: 40, bad: 3 })
  expect(Object.keys(tallyOf(measured, 'tasks.delivery').causes)).toEqual([
    'lost: still "<n>" when no other was done any more',
  ])
})

test('a task that ends late has failed in its mode, and is not lost', async () => {
  const measured = await run({ takesMs: 4000 }, { ...solo, timeoutMs: 2000 })
  const errors = tallyOf(measured, 'tasks.errors', 'autonomous')
  expect(errors).toMatchObject({ total: 40, bad: 40 })
  // On a machine that stands still for seconds some are not even taken in time: those can't be lost.
  const { 'not done in time': late = 0, ...others } = errors.causes
  expect(late).toBeGreaterThan(0)
  expect(Object.keys(others).every(cause => cause.startsWith('start: '))).toBe(true)
  expect(tallyOf(measured, 'tasks.delivery')).toEqual({ total: late, bad: 0, causes: {} })
})

test('a task that a platform has forgotten is lost', async () => {
  const measured = await run({ takesMs: 50, forgets: 11 }, { ...solo })
  expect(tallyOf(measured, 'tasks.errors', 'autonomous')).toMatchObject({
    bad: 3,
    causes: { 'status: status 404': 3 },
  })
  expect(tallyOf(measured, 'tasks.delivery')).toEqual({
    total: 40,
    bad: 3,
    causes: { 'lost: status: status 404': 3 },
  })
})

for (const [what, truth, errors, delivery] of [
  ['failed', { fails: 11 }, { 'ended as "<n>"': 3 }, {}],
  ['refused', { refuses: 11 }, { 'start: status 429': 3 }, {}],
  ['had its effect twice', { doubles: 11 }, {}, { 'duplicated: it had its effect more than once': 3 }],
  [
    'is done without its effect',
    { noEffect: 11 },
    { 'done without its effect': 3 },
    { 'lost: done without its effect': 3 },
  ],
  ['is given no id', { id: null }, { 'start: no id': 40 }, {}],
  ['is given the id of another', { id: 1 }, { 'start: an id was given twice': 40 }, {}],
  [
    'is in no state that there is',
    { phase: { code: 'purple' } },
    { "status: a state that it can't have": 40 },
    {},
  ],
  ['tells no state', { phase: 'soon' }, { 'status: no state': 40 }, {}],
  ['tells no effects', { phase: { code: 2, rank: 1 } }, { 'status: no number of effects': 40 }, {}],
] as const) {
  test(`a task that ${what} is told by its cause`, async () => {
    const measured = await run(truth, solo)
    expect(tallyOf(measured, 'tasks.errors').causes).toEqual(errors)
    expect(tallyOf(measured, 'tasks.delivery').causes).toEqual(delivery)
  })
}

test('a message that is answered before the one before it is out of order', async () => {
  // Of three streams' messages, which come every 150 ms, 0 is answered after 1, 2 after 3, and so on. Two that a busy machine sends at once have no order.
  const measured = await run(
    { swaps: true },
    {
      ...(continuous ? only({ continuous }) : {}),
      modes: { ...modes, continuous: { agents: 3, perSecond: 20 } },
      durationMs: 2000,
    },
  )
  const { total, bad, causes } = tallyOf(measured, 'tasks.delivery')
  expect(total).toBe(40)
  expect(causes).toEqual({ 'out of order': bad })
  expect(bad).toBeGreaterThan(0)
  expect(bad).toBeLessThanOrEqual(20)
})

test('a scheduled task that is done at once is done before its time; each has a key of its own', async () => {
  const keys = await withTasks({ isHasty: true }, async (origin, asked) => {
    const requests = { ...truthRequests, ...(scheduled ? { modes: { scheduled } } : {}) }
    // Nobody is so late that a minute has passed.
    const options = { origin, requests, modes, durationMs: 500, afterMs: 60_000 }
    const measured = await runTasks(options, systemClock)
    expect(tallyOf(measured, 'tasks.errors', 'scheduled')).toMatchObject({
      bad: 40,
      causes: { 'done before its time': 40 },
    })
    return asked.get('PUT jobs') ?? []
  })
  expect(new Set(keys).size).toBe(keys.length)
})

test('agents are asked for first, and let go afterwards, each of them', async () => {
  await withTasks({}, async (origin, asked) => {
    await runTasks({ origin, requests: truthRequests, modes, durationMs: 500 }, systemClock)
    expect(asked.get('PUT staff')).toHaveLength(1)
    expect(asked.get('DELETE staff')?.toSorted()).toEqual(['/staff/1', '/staff/2', '/staff/3', '/staff/4'])
  })
})

test('agents that can not be let go have failed, in their mode', async () => {
  const measured = await run({ keepsStaff: true })
  const causes = { 'agents let go: status 500': 4 }
  expect(tallyOf(measured, 'tasks.errors', 'autonomous')).toEqual({ total: 44, bad: 4, causes })
  expect(tallyOf(measured, 'tasks.errors', 'collaborative').bad).toBe(0)
})

test('nobody there: nothing was done, and it ends early', async () => {
  const dead = await withTasks({}, origin => Promise.resolve(origin))
  const measured = await runTasks(
    { origin: dead, requests: truthRequests, modes, durationMs: 30_000 },
    systemClock,
  )
  expect(tallyOf(measured, 'tasks.errors', 'autonomous').bad).toBeGreaterThan(1000)
  expect(tallyOf(measured, 'tasks.delivery').total).toBe(0)
})

const told = { ...solo, requests: { ...solo.requests, events: truthEvents } }

test('tasks that are done, and whose ends the open socket never tells, are told as such, and none is lost', async () => {
  const measured = await run({ feed: 'silent' }, { ...told, timeoutMs: 1500 })
  expect(tallyOf(measured, 'tasks.errors', 'autonomous').causes).toEqual({
    'done, and no event told it in time': 40,
  })
  expect(tallyOf(measured, 'tasks.delivery')).toEqual({ total: 40, bad: 0, causes: {} })
})

test('of a task whose end the open socket never tells, and which failed, the state that its status tells is told', async () => {
  const measured = await run({ feed: 'silent', phase: { code: 9 } }, { ...told, timeoutMs: 1500 })
  const { causes, examples } = find(measured, 'tasks.errors', 'autonomous').data as TallyData
  expect(causes).toEqual({ 'not done in time': 40 })
  expect(examples).toEqual({ 'not done in time': 'the last state was "9"' })
})

for (const [repeats, bad] of [
  [false, 40],
  [true, 0],
] as const) {
  test(`an end that is told again is ${repeats ? 'none' : 'a duplicate'} where frames ${repeats ? 'repeat' : 'do not repeat'} ends`, async () => {
    const measured = await run(
      { feed: 'again' },
      { ...told, requests: { ...told.requests, events: { ...truthEvents, repeats } } },
    )
    expect(tallyOf(measured, 'tasks.delivery')).toMatchObject({ total: 40, bad })
  })
}

test('tasks that are not known yet, or go on, by their status are looked at again where the target says so', async () => {
  const truth = { takesMs: 300, untilKnown: { ms: 250, status: 404 } }
  const without = await run(truth, solo)
  expect(Object.keys(tallyOf(without, 'tasks.errors', 'autonomous').causes)).toEqual(['status: status 404'])
  const measured = await run(truth, { ...solo, requests: { ...solo.requests, notYet: [404] } })
  expect(tallyOf(measured, 'tasks.errors', 'autonomous')).toEqual({ total: 40, bad: 0, causes: {} })
  expect(tallyOf(measured, 'tasks.delivery')).toEqual({ total: 40, bad: 0, causes: {} })
})

test('many tasks at once are looked at no more than 1000 times a second, all together', async () => {
  const startMs = performance.now()
  const looks = await withTasks({ takesMs: 1500 }, async (origin, asked) => {
    const requests = { ...truthRequests, ...(autonomous ? { modes: { autonomous } } : {}) }
    const many = { ...modes, autonomous: { agents: 1, perSecond: 400 } }
    await runTasks({ origin, requests, modes: many, durationMs: 500, timeoutMs: 20_000 }, systemClock)
    return asked.get('GET jobs') ?? []
  })
  expect(looks.length).toBeGreaterThan(200)
  expect(looks.length).toBeLessThan(performance.now() - startMs)
})
