import { expect, test } from '@playwright/test'
import type { HealthReport, HealthSecond } from './generator-health.ts'
import { healthDoubts } from './health-doubts.ts'
import { BlockHistogram } from '../histogram.ts'

const quiet: Omit<HealthSecond, 'startMs' | 'endMs'> = {
  delayP99Ms: 1,
  heldUpMs: 0,
  utilisation: 0.2,
  cpu: 0.2,
}

/** A thread that lived a second for each of `seconds`, and was late as `lateness` says. */
function thread(
  seconds: readonly Partial<HealthSecond>[],
  lateness: readonly (readonly [lateMs: number, second: number])[] = [],
  lateFromMs = 10,
): HealthReport {
  const histogram = new BlockHistogram()
  for (const [lateMs, second] of lateness) histogram.record(lateMs, second * 1000)
  return {
    lateness: histogram.toData(),
    lateFromMs,
    seconds: seconds.map((one, second) => ({
      startMs: second * 1000,
      endMs: second * 1000 + 1000,
      ...quiet,
      ...one,
    })),
  }
}

test('a quiet generator leaves no doubt', () => {
  expect(healthDoubts([])).toEqual([])
  expect(healthDoubts([thread([{}, {}], [[0.5, 0]]), thread([])])).toEqual([])
})

test('each second is named in which the event loop was held up, by how long it was in all', () => {
  const doubts = healthDoubts([thread([{}, { heldUpMs: 200 }, { heldUpMs: 9.9 }, { heldUpMs: 10 }])])
  expect(doubts).toEqual([
    {
      kind: 'generator-late',
      lateMs: 200,
      seconds: [
        [1000, 200],
        [3000, 10],
      ],
    },
  ])
})

test('each second is named in which work was begun late: a single late start among thousands counts', () => {
  const starts = Array.from({ length: 5000 }, () => [0.1, 0] as const)
  const [doubt] = healthDoubts([thread([{}], [...starts, [150, 3]])])
  expect(doubt).toEqual({
    kind: 'generator-late',
    lateMs: expect.closeTo(150, 0),
    seconds: [[3000, expect.closeTo(150, 0)]],
  })
})

test('of several threads the latest counts in each second', () => {
  const [doubt] = healthDoubts([
    thread([{ heldUpMs: 30 }, { heldUpMs: 12 }]),
    thread([{ heldUpMs: 20 }, { heldUpMs: 50 }]),
  ])
  expect(doubt).toMatchObject({
    lateMs: 50,
    seconds: [
      [0, 30],
      [1000, 50],
    ],
  })
})

test('the seconds are named in their order, whichever thread was late first', () => {
  const [doubt] = healthDoubts([
    thread([{}, {}, { heldUpMs: 20 }]),
    thread([{}, { heldUpMs: 40 }]),
    thread([{ heldUpMs: 30 }]),
  ])
  expect(doubt).toMatchObject({
    seconds: [
      [0, 30],
      [1000, 40],
      [2000, 20],
    ],
  })
})

test('a span that lies across two seconds makes both of them late, by no more than lies in each', () => {
  const [doubt] = healthDoubts([thread([{ startMs: 700, endMs: 1700, heldUpMs: 400 }])])
  expect(doubt).toMatchObject({
    lateMs: 400,
    seconds: [
      [0, 300],
      [1000, 400],
    ],
  })
})

test('a thread that is busy all the time is saturated, by its mean over the time', () => {
  const busy = { utilisation: 1, cpu: 1 }
  expect(healthDoubts([thread([busy, busy])])).toEqual([{ kind: 'generator-saturated', utilisation: 1 }])
  expect(healthDoubts([thread([busy, { utilisation: 0.9, cpu: 0.9 }])])).toMatchObject([
    { utilisation: expect.closeTo(0.95, 9) },
  ])
  expect(healthDoubts([thread([busy, { utilisation: 0.88, cpu: 0.88 }])])).toEqual([])
  // A tenth of a second counts a tenth of a whole one.
  expect(healthDoubts([thread([busy, { startMs: 1000, endMs: 1100, utilisation: 0, cpu: 0 }])])).toEqual([])
})

test('a thread that is ready to run and is not given a core is starved', () => {
  const kept = { utilisation: 0.88, cpu: 0.22 }
  expect(healthDoubts([thread([kept, kept]), thread([{ utilisation: 0.6, cpu: 0.4 }])])).toEqual([
    { kind: 'cpu-starved', utilisation: 0.88, cpu: 0.22 },
  ])
  expect(healthDoubts([thread([{ utilisation: 0.8, cpu: 0.61 }])])).toEqual([])
  expect(healthDoubts([thread([{ utilisation: 0.49, cpu: 0.1 }])])).toEqual([])
  // Busy for half of the time is enough; three quarters of that as CPU time are enough too.
  expect(healthDoubts([thread([{ utilisation: 0.5, cpu: 0.25 }])])).toHaveLength(1)
  expect(healthDoubts([thread([{ utilisation: 0.5, cpu: 0.375 }])])).toEqual([])
})

test('of several starved threads the one is named that got the least of what it wanted', () => {
  const threads = [
    { utilisation: 0.5, cpu: 0.3 },
    { utilisation: 0.88, cpu: 0.22 },
    { utilisation: 0.6, cpu: 0.21 },
  ].map(second => thread([second]))
  const named = [{ kind: 'cpu-starved', utilisation: 0.88, cpu: 0.22 }]
  expect(healthDoubts(threads)).toEqual(named)
  expect(healthDoubts(threads.toReversed())).toEqual(named)
})

test('what counts as late is a tenth of the tightest limit: of 50 ms, and of 5', () => {
  const lateOf = (lateFromMs: number) =>
    healthDoubts([thread([{}, { heldUpMs: 7 }, {}], [[0.6, 2]], lateFromMs)]).flatMap(doubt =>
      doubt.kind === 'generator-late' ? doubt.seconds.map(([startMs]) => startMs) : [],
    )
  expect(lateOf(10)).toEqual([])
  expect(lateOf(5)).toEqual([1000])
  expect(lateOf(0.5)).toEqual([1000, 2000])
})

test('the threads of several machines are doubted each for itself, by the name of its machine', () => {
  const late = { ...thread([{ heldUpMs: 200 }]), machine: 'load-1' }
  const busy = { ...thread([{ utilisation: 1, cpu: 1 }]), machine: 'load-2' }
  expect(healthDoubts([late, busy, thread([{}])])).toEqual([
    { machine: 'load-1', kind: 'generator-late', lateMs: 200, seconds: [[0, 200]] },
    { machine: 'load-2', kind: 'generator-saturated', utilisation: 1 },
  ])
})
