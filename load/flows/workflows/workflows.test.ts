import { expect, test } from '@playwright/test'
import { systemClock } from '../../clock.ts'
import type { Measurement, SamplesData, TallyData } from '../../measure/measurement.ts'
import { workRequests, withWork } from '../testing/work-truth.ts'
import type { WorkTruth } from '../testing/work-truth.ts'
import { measureWorkflows } from './workflows.ts'
import type { WorkflowOptions, WorkflowRequests } from './workflows.ts'

const rounds = 2

async function run(
  truth: WorkTruth,
  timeoutMs = 5000,
  changes: Partial<WorkflowRequests> = {},
  more: Partial<WorkflowOptions> = {},
): Promise<Measurement[]> {
  const requests = { ...workRequests, ...changes }
  return withWork(truth, origin =>
    measureWorkflows({ origin, requests, rounds, timeoutMs, ...more }, systemClock),
  )
}

function one(all: readonly Measurement[], metric: string, order?: string): Measurement {
  const found = all.find(({ metric: name, labels }) => name === metric && labels['order'] === order)
  if (!found) throw new Error(`There is no ${metric}.`)
  return found
}

const valuesOf = (all: readonly Measurement[], metric: string, order?: string): number[] =>
  (one(all, metric, order).data as SamplesData).points.map(({ value }) => value)
const timesOf = (all: readonly Measurement[], order: string): number[] =>
  valuesOf(all, 'workflow.time', order)
const causesOf = (all: readonly Measurement[]): TallyData['causes'] =>
  (one(all, 'workflow.errors').data as TallyData).causes

test('what a graph and steps at once take is told against the sequential one of the same round', async () => {
  const measured = await run({ takesMs: { sequential: 100, parallel: 10, dag: 40 } })
  const sequential = timesOf(measured, 'sequential')
  for (const ms of sequential) expect(ms).toBeGreaterThanOrEqual(100)
  expect(causesOf(measured)).toEqual({})
  const ratios = (order: string): number[] =>
    timesOf(measured, order).map((ms, index) => (sequential[index] ?? 0) / ms)
  const near = (all: readonly number[], one: number): boolean =>
    all.some(other => Math.abs(other - one) < 1e-9)
  for (const times of valuesOf(measured, 'workflow.speedup'))
    expect(near(ratios('parallel'), times), `${times}`).toBe(true)
  const beyond = ratios('dag').map(ratio => Math.max(0, 10 / 4 / ratio - 1))
  for (const share of valuesOf(measured, 'workflow.path')) expect(near(beyond, share), `${share}`).toBe(true)
})

for (const [what, truth, cause] of [
  ['an answer without an id', { id: null }, 'start: no id'],
  ['a state that there is not', { state: 'sideways' }, "status: a state that it can't have"],
  ['a state that is no text and no number', { state: {} }, 'status: no state'],
  ['the same id for every workflow', { id: 7 }, 'start: an id was given twice'],
  ['a workflow that says that it failed', { state: 9 }, 'ended as "<n>"'],
] as const) {
  test(`${what} is told by its cause, and nothing is compared`, async () => {
    const measured = await run(truth)
    const causes = causesOf(measured)
    expect(Object.keys(causes)).toContain(`parallel: ${cause}`)
    expect(one(measured, 'workflow.speedup')).toMatchObject({ data: { points: [] } })
    expect(one(measured, 'workflow.speedup').absence).toMatch(/^No workflows to compare: \w+: /)
  })
}

test('a workflow that never ends is told with the last that was heard of it', async () => {
  const measured = await run({ never: ['dag'] }, 150)
  expect(causesOf(measured)).toEqual({ 'dag: not done in time': expect.any(Number) })
  expect(one(measured, 'workflow.errors')).toMatchObject({
    data: { examples: { 'dag: not done in time': 'the last state was "1"' } },
  })
})

test('one that is refused fails in the words of the platform', async () => {
  const measured = await run({ refusesEvery: 2 })
  expect(Object.keys(causesOf(measured)).map(cause => cause.replace(/^\w+/, ''))).toContain(
    ': start: status 429',
  )
})

for (const [order, ms, ratio] of [
  ['parallel', 1, 'workflow.speedup'],
  ['dag', 5, 'workflow.path'],
] as const) {
  test(`a workflow (${order}) that is told to be done before its steps can be has failed, and tells nothing`, async () => {
    const takesMs = { sequential: 3000, parallel: 300, dag: 1200, [order]: ms }
    // A busy machine may be so late that it can be done.
    await expect(async () => {
      const measured = await run({ takesMs }, 20_000, {}, { rounds: 1, heldUpFromMs: Infinity })
      expect(causesOf(measured)).toEqual({ [`${order}: done sooner than its steps can be`]: 1 })
      expect(one(measured, ratio)).toMatchObject({ data: { points: [] } })
    }).toPass()
  })
}

test('a sequential workflow that is slow once, as the first is, makes none of the others too quick', async () => {
  const takesMs = { sequential: 400, parallel: 100, dag: 200 }
  const truth = { takesMs, firstMs: { sequential: 4000 } }
  const measured = await run(truth, 20_000, {}, { rounds: 3, heldUpFromMs: Infinity })
  expect(causesOf(measured)).toEqual({})
  expect((one(measured, 'workflow.speedup').data as SamplesData).points).toHaveLength(3)
  expect((one(measured, 'workflow.path').data as SamplesData).points).toHaveLength(3)
})

test('each workflow is asked for with a key of its own', async () => {
  const keyed = (kind: string) => ({ method: 'PUT', path: `/runs?kind=${kind}&key={{key}}` }) as const
  const requests = {
    ...workRequests,
    sequential: keyed('sequential'),
    parallel: keyed('parallel'),
    dag: keyed('dag'),
  }
  await withWork({}, async (origin, asked) => {
    await measureWorkflows({ origin, requests, rounds, timeoutMs: 5000 }, systemClock)
    const keys = asked.map(address => new URL(address, origin).searchParams.get('key'))
    expect(keys.length).toBeGreaterThanOrEqual(3 * rounds)
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys).not.toContain('')
  })
})

for (const [status, cause] of [
  [404, 'status: status 404'],
  [202, 'status: no state'],
] as const) {
  test(`an answer of ${status} to who looks at a workflow says that it goes on, where the target says so`, async () => {
    const truth = { untilKnown: { ms: 40, status } }
    const without = Object.keys(causesOf(await run(truth)))
    expect(new Set(without.map(one => one.replace(/^\w+: /, '')))).toEqual(new Set([cause]))
    const measured = await run(truth, 5000, { notYet: [status] })
    expect(causesOf(measured)).toEqual({})
    for (const ms of timesOf(measured, 'dag')) expect(ms).toBeGreaterThanOrEqual(39)
  })
}

test('a state may be true or false', async () => {
  const states = { underWay: ['false'], done: ['true'] }
  expect(causesOf(await run({ state: true }, 5000, { states }))).toEqual({})
  const never = causesOf(await run({ state: false }, 150, { states }))
  expect(Object.keys(never)).toContain('dag: not done in time')
})

test('of rounds of which one was refused it is told that there are fewer, and why', async () => {
  const ratio = one(await run({ refusesEvery: 5 }), 'workflow.speedup')
  const isNone = (ratio.data as SamplesData).points.length === 0
  const why = isNone ? 'No workflows to compare' : 'Of other rounds nothing is told'
  expect(ratio.absence?.replace(/: \w+:/, ':')).toBe(`${why}: start: status 429.`)
})
