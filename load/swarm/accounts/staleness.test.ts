import { expect, test } from '@playwright/test'
import { readWhole } from '../../measure/histogram.ts'
import type { HistogramData } from '../../measure/measurement.ts'
import { SendLog } from './send-log.ts'
import { Staleness } from './staleness.ts'

const values = (data: HistogramData): [number, number][] =>
  readWhole(data)
    .buckets()
    .map(([value, count]) => [Math.round(value), count])

test('what a viewer holds is out of date since the first update that it lacks was sent', () => {
  const log = SendLog.of(4)
  for (const atMs of [100, 200, 300]) for (const agent of [0, 1, 2]) log.note(agent, atMs + agent)
  const staleness = new Staleness(log)
  // Agent 0: the newest; 1: one behind; 2: two behind; 3 has sent nothing yet.
  staleness.sample(agent => [2, 1, 0, -1][agent] ?? -1, 310)
  const { staleness: stale, age } = staleness.toReport()
  expect(values(stale)).toEqual([
    [0, 1],
    [9, 1],
    [108, 1],
  ])
  expect(values(age)).toEqual([
    [10, 1],
    [109, 1],
    [208, 1],
  ])
})

test('a viewer that holds nothing of an agent lacks its first update, and has no age', () => {
  const log = SendLog.of(1)
  log.note(0, 1000)
  const staleness = new Staleness(log)
  staleness.sample(() => -1, 1250)
  const { staleness: stale, age } = staleness.toReport()
  expect(values(stale)).toEqual([[250, 1]])
  expect(age.n).toBe(0)
})

test('where the log has forgotten the first update that is lacking, the staleness is a lower bound', () => {
  const log = SendLog.of(1, 2)
  for (const atMs of [0, 100, 200, 300]) log.note(0, atMs)
  const staleness = new Staleness(log)
  staleness.sample(() => 0, 1000)
  const { staleness: stale } = staleness.toReport()
  expect(values(stale)).toEqual([[800, 1]])
  expect(stale.censored).toBe(1)
})
