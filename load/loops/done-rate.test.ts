import { expect, test } from '@playwright/test'
import type { SamplesData } from '../measure/measurement.ts'
import { DoneRate } from './done-rate.ts'

const all = { metric: 'tasks.done', labels: { mode: 'all' } }

const seconds = (rate: DoneRate): [number, number][] =>
  (rate.measurement(all, { startMs: 0, endMs: 0 }, []).data as SamplesData).points.map(({ atMs, value }) => [
    atMs,
    value,
  ])

test('what was done is counted in its second; the first and the last one are left out', () => {
  const rate = new DoneRate(500, 5000)
  for (const endMs of [600, 1500, 2499, 2500, 4499, 5400, 9000]) rate.add(endMs)
  rate.add(2600, 20)
  expect(seconds(rate)).toEqual([
    [1500, 2],
    [2500, 21],
    [3500, 1],
  ])
})

test('seconds in which the generator was late are left out: it may be why there were few', () => {
  const rate = new DoneRate(0, 6000)
  rate.began(1100, 1199)
  rate.began(4000, 4100)
  rate.began(2900, 3100)
  expect(seconds(rate)).toEqual([[1000, 0]])
})

test('what is told has the name and the labels of its metric', () => {
  expect(new DoneRate(0, 2000).measurement(all, { startMs: 1, endMs: 2 }, [])).toEqual({
    metric: 'tasks.done',
    unit: 'per-second',
    labels: { mode: 'all' },
    window: { startMs: 1, endMs: 2 },
    data: { kind: 'samples', points: [] },
    doubts: [],
  })
})
