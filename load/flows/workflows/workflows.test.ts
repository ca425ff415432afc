import { expect, test } from '@playwright/test'
import { systemClock } from '../../clock.ts'
import type { Measurement, SamplesData, TallyData } from '../../measure/measurement.ts'
import { workRequests, withWork } from '../testing/work-truth.ts'
import type { WorkTruth } from '../testing/work-truth.ts'
import { measureWorkflows } from './workflows.ts'

const rounds = 2

async function run(truth: WorkTruth, timeoutMs = 5000): Promise<Measurement[]> {
  return withWork(truth, origin =>
    measureWorkflows({ origin, requests: workRequests, rounds, timeoutMs }, systemClock),
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
