import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { arrivals } from '../arrivals.ts'
import { anyCourse, composed } from './testing/any-shape.ts'
import { stagesOf } from './stages.ts'

test('a spike has a before, a spike and an after; what does not exist has no stage', () => {
  const spike = { kind: 'spike', basePerSecond: 1, peakPerSecond: 9, peakMs: 300, durationMs: 1000 } as const
  expect(stagesOf({ ...spike, atMs: 500 })).toEqual([
    { name: 'before', startMs: 0, endMs: 500 },
    { name: 'spike', startMs: 500, endMs: 800 },
    { name: 'after', startMs: 800, endMs: 1000 },
  ])
  expect(stagesOf({ ...spike, atMs: 0 }).map(({ name }) => name)).toEqual(['spike', 'after'])
})

test('each rate of a staircase is a stage', () => {
  expect(
    stagesOf({ kind: 'step', fromPerSecond: 1, toPerSecond: 3, steps: 2, holdMs: 100 }).map(
      ({ name, endMs }) => [name, endMs],
    ),
  ).toEqual([
    ['step 1', 100],
    ['step 2', 200],
    ['step 3', 300],
  ])
})

test('of any shape, stages follow each other without a gap from the beginning to the end', () => {
  fc.assert(
    fc.property(composed(anyCourse), shape => {
      const stages = stagesOf(shape)
      if (stages.length === 0) return
      expect(stages[0]?.startMs).toBe(0)
      for (const [index, { endMs }] of stages.slice(0, -1).entries()) {
        expect(stages[index + 1]?.startMs).toBe(endMs)
      }
      expect(stages.at(-1)?.endMs).toBeCloseTo(arrivals(shape).durationMs, 6)
    }),
  )
})
