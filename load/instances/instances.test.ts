import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { Measurement, SamplesData, TallyData } from '../measure/measurement.ts'
import { measureChanges } from './changes.ts'
import { measureDistribution } from './distribution.ts'
import { measureKills } from './kills.ts'
import type { ScalingOptions } from './scaling-options.ts'
import { sinceOf } from './testing/since-of.ts'
import { followed, submit, withInstances } from './testing/instances-truth.ts'
import type { Instances, Truth } from './testing/instances-truth.ts'

type Workload = typeof measureChanges | typeof measureKills | typeof measureDistribution

/** Long enough for a task on a machine that stands still meanwhile: it is waited for no longer than it takes. */
const PATIENT = { doneWithinMs: 20_000 }

/** Measures instances of known behaviour, at 200 tasks a second. */
async function measure(
  workload: Workload,
  truth: Truth,
  more: Partial<ScalingOptions & { rounds: number }> = {},
) {
  let shown: Instances | undefined
  const measured = await withInstances(truth, (origin, actions, instances) => {
    shown = instances
    const brief = { most: 5, perSecond: 200, rounds: 2, withinMs: 1500, doneWithinMs: 500 }
    return workload({ origin, actions, submit, followed, ...brief, ...more }, systemClock)
  })
  const of = (name: string): Measurement | undefined =>
    measured.find(({ metric }) => metric === `instances.${name}`)
  return {
    of,
    points: (name: string): SamplesData['points'] => {
      const data = of(name)?.data
      return data?.kind === 'samples' ? data.points : []
    },
    tally: (name: string): TallyData => of(name)?.data as TallyData,
    shown: shown as Instances,
    shares: (which: string): number[] =>
      measured
        .filter(({ labels }) => labels['of'] === which)
        .flatMap(({ data }) => (data as SamplesData).points.map(({ value }) => value)),
  }
}

test('instances that serve 300 ms after they were asked for are told to take as long, and none of their tasks is lost', async () => {
  const { of, points, tally } = await measure(measureChanges, { upAfterMs: 300 }, PATIENT)
  expect(points('up')).toHaveLength(2)
  for (const { value } of points('up')) expect(value).toBeGreaterThanOrEqual(300)
  expect(of('up')).not.toHaveProperty('absence')
  expect(tally('down.lost').bad).toBe(0)
  expect(tally('down.lost').total).toBeGreaterThan(100)
  expect(tally('refused')).toMatchObject({ bad: 0 })
})

for (const [onDown, cause] of [
  ['stuck', 'not done in time: it is "running"'],
  ['failed', 'ended as "failed"'],
  ['forgotten', 'not done in time: status 404'],
] as const) {
  test(`tasks of instances that go are lost where they are ${onDown}`, async () => {
    const { tally } = await measure(measureChanges, { onDown })
    const { bad, causes } = tally('down.lost')
    expect(bad).toBeGreaterThan(0)
    expect(causes).toEqual({ [cause]: bad })
  })
}

test('instances that do not come are waited for twice, and told as a lower bound', async () => {
  const { of, points } = await measure(measureChanges, { balance: 'first' }, { withinMs: 400, rounds: 3 })
  expect(of('down.lost')).toMatchObject({
    data: { total: 0 },
    absence: 'Not all of 5 instances were there in time, so that none could go.',
  })
  expect(points('up')).toMatchObject([
    { value: 400, censored: true },
    { value: 400, censored: true },
  ])
})

test('where no instance goes, nothing is said of losses', async () => {
  const { of } = await measure(measureChanges, { neverShrinks: true }, { withinMs: 600 })
  expect(of('down.lost')).toMatchObject({
    data: { total: 0, bad: 0 },
    absence: 'More than 2 instances still answered 0.6 s after "scaling.scale" was to leave 2.',
  })
})

test('instances that were there all along have not come up: nothing is said of how soon they do', async () => {
  const { of, points } = await measure(measureChanges, { always: 5 }, { withinMs: 300, rounds: 3 })
  expect(points('up')).toEqual([])
  for (const name of ['up', 'down.lost'])
    expect(of(name)).toMatchObject({
      absence:
        'More than one instance still answered 0.3 s after "scaling.scale" was to leave one, so that none could come.',
    })
})

test('an instance that is killed is told to be back when it is, under its own name or another, and its tasks are accounted for', async () => {
  for (const isRenamed of [false, true]) {
    const { points, tally } = await measure(measureKills, { isRenamed, backAfterMs: 500 }, PATIENT)
    expect(points('back')).toHaveLength(2)
    for (const { value } of points('back')) expect(value).toBeGreaterThanOrEqual(500)
    expect(tally('kill.lost').bad).toBe(0)
    expect(tally('kill.lost').total).toBeGreaterThan(100)
  }
})

test('behind a balancer that chooses by chance an instance that is killed is seen to be gone, and back', async () => {
  const chance = { balance: 'chance', backAfterMs: 600 } as const
  const { points, of } = await measure(measureKills, chance, PATIENT)
  expect(of('back')).not.toHaveProperty('absence')
  for (const { value } of points('back')) expect(value).toBeGreaterThanOrEqual(600)
})

test('of an instance that is back soon there are as many tasks to tell from', async () => {
  const rare = { ...PATIENT, perSecond: 40 }
  const { points, tally } = await measure(measureKills, { backAfterMs: 500 }, rare)
  expect(points('back')).toHaveLength(2)
  expect(tally('kill.lost').bad).toBe(0)
  expect(tally('kill.lost').total).toBeGreaterThanOrEqual(80)
})

test('tasks that die with their instance are lost; those that are told to have failed are accounted for', async () => {
  const stuck = await measure(measureKills, { onKill: 'stuck' })
  expect(stuck.tally('kill.lost').bad).toBeGreaterThan(0)
  const failed = await measure(measureKills, { onKill: 'failed' }, PATIENT)
  expect(failed.tally('kill.lost').bad).toBe(0)
  expect(failed.tally('kill.lost').total).toBeGreaterThan(100)
})

test('all tasks are counted that were in an instance when it was killed, however long before they were asked for', async () => {
  const { tally, shown } = await measure(
    measureKills,
    { onKill: 'stuck', workMs: 1000 },
    { doneWithinMs: 4000 },
  )
  expect(shown.stuck).toBeGreaterThan(10)
  expect(tally('kill.lost').bad).toBe(shown.stuck)
})

test('an instance that does not come back is a lower bound', async () => {
  const { points, shown } = await measure(
    measureKills,
    { backAfterMs: Number.POSITIVE_INFINITY },
    { rounds: 3 },
  )
  expect(points('back')).toMatchObject([
    { value: 1500, censored: true },
    { value: 1500, censored: true },
  ])
  expect(shown.serving).toBe(1)
})

test('a kill that nobody sees is told, and nothing is said of what it did', async () => {
  const { of } = await measure(measureKills, { isImmortal: true }, { withinMs: 300 })
  for (const name of ['back', 'kill.lost'])
    expect(of(name)).toHaveProperty(
      'absence',
      expect.stringMatching(
        /^The kill of n\d was not seen: no \d+ answers in a row came without one of its own\./,
      ),
    )
})

test('where tasks end at once none is under way in an instance that is killed', async () => {
  const { of } = await measure(measureKills, { workMs: 0 })
  expect(of('back')).toHaveProperty(
    'absence',
    expect.stringMatching(/^No task was under way in n\d within 5 s/),
  )
})

test('where nobody tells what became of tasks, nothing is said of those of a killed instance', async () => {
  const { of, points } = await measure(measureKills, {}, { followed: undefined })
  expect(of('kill.lost')).toBeUndefined()
  expect(points('back')).toHaveLength(2)
})

test('a balancer that takes turns is even, and 100 tasks are enough to tell', async () => {
  // Of requests that leave at once the first need not be there first: turns are taken by their numbers.
  const { shares, shown } = await measure(measureDistribution, {}, { correlation: { run: 'one' } })
  expect(new Set([...shares('busiest'), ...shares('idlest')])).toEqual(new Set([1]))
  expect(shares('busiest').length).toBeGreaterThanOrEqual(20)
  expect(shown.taken).toBeLessThan(250)
})

test('a balancer that is stuck to one is as uneven as can be', async () => {
  const { shares } = await measure(measureDistribution, { balance: 'first' }, { withinMs: 300 })
  expect(new Set(shares('busiest'))).toEqual(new Set([5]))
  expect(new Set(shares('idlest'))).toEqual(new Set([0]))
})

test('a balancer that chooses by chance is asked for as many tasks as it takes to tell a tenth', async () => {
  const { shares } = await measure(measureDistribution, { balance: 'chance' }, { perSecond: 1000 })
  expect(shares('busiest').length).toBeGreaterThan(300)
})

for (const [name, workload] of [
  ['share', measureDistribution],
  ['up', measureChanges],
  ['back', measureKills],
] as const) {
  test(`a balancer without instances, and answers that name nobody, are told: ${name}`, async () => {
    const nobody = await measure(workload, { upAfterMs: Number.POSITIVE_INFINITY }, { withinMs: 300 })
    expect(nobody.of(name)).toHaveProperty(
      'absence',
      expect.stringMatching(
        /^No instance took any of \d+ tasks at http:\S+ \(the first: status 503\)\. See that the balancer there has instances/,
      ),
    )
    const unnamed = await measure(workload, { isNamed: false }, { withinMs: 300 })
    expect(unnamed.of(name)).toHaveProperty(
      'absence',
      expect.stringMatching(/^"scaling.instanceOf" named nobody in \d+ answers/),
    )
  })
}

test('an instance is gone when others have many tasks in a row, and back when all answer again', () => {
  const since = (names: string) => sinceOf(names, { killedMs: 2, victim: 'x', instances: 2, row: 8 })
  // What was due before the kill does not count, and 8 in a row show it.
  expect(since('xxaaaaaaax')).toBe('unseen')
  expect(since('xxaaaaaaaa')).toBe('gone')
  expect(since('xxaaaaaaaaa')).toBe('gone')
  expect(since('xxaaaaaaaaax')).toBe('back at 111')
  expect(since('xxaaaaaaaaay')).toBe('back at 111')
  // An answer on its way when it was killed begins the count anew.
  expect(since('xxaaaxaaaaa')).toBe('unseen')
  // One that has a task and is held up answers it later, when others have answered many; what nobody takes tells nothing.
  expect(since('xxa?aaaaaaaaaax')).toBe('unseen')
  expect(since('xxa-aaaaaaa?x')).toBe('gone')
  expect(since('xxa-aaaaaaa?ax')).toBe('back at 113')
})
