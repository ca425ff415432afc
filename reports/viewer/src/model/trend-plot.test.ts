import { expect, test } from '@playwright/test'
import { levelsOf, plotOf } from './trend-plot.ts'

test('runs stand in equal steps, the least at the foot, and a run without a figure parts the line', () => {
  expect(plotOf([10, null, 30, 20, 10])).toEqual({
    lines: [
      [[0, 100]],
      [
        [50, 0],
        [75, 50],
        [100, 100],
      ],
    ],
    last: [100, 100],
    high: 30,
    low: 10,
  })
})

test('figures that are all alike are a line in the middle; one or none is no line', () => {
  expect(plotOf([0, 0])?.lines).toEqual([
    [
      [0, 50],
      [100, 50],
    ],
  ])
  expect(plotOf([null, 3])).toBeUndefined()
  expect(plotOf([])).toBeUndefined()
})

test('a level reaches to the run at which the next begins', () => {
  const change = { run: 2, share: 1, of: 'figure', isWorse: true } as const
  expect(levelsOf({ values: [10, 10, 20, null, 20], changes: [change] })).toEqual([
    { fromX: 0, toX: 50, y: 100 },
    { fromX: 50, toX: 100, y: 0 },
  ])
})
