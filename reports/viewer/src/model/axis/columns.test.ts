import { expect, test } from '@playwright/test'
import { columnsOf } from './columns.ts'

test('lines with times of their own are joined; what a line lacks is skipped, not broken', () => {
  const lines = [
    [
      [0, 10],
      [2, 30],
    ],
    [
      [1, 5],
      [2, 6],
    ],
  ] as const
  expect(columnsOf(lines)).toEqual([
    [0, 1, 2],
    [10, undefined, 30],
    [undefined, 5, 6],
  ])
})

test('a line is broken at a gap of more than three spacings', () => {
  const line = [
    [0, 1],
    [1, 1],
    [2, 1],
    [60, 2],
    [61, 2],
  ] as const
  expect(columnsOf([line])).toEqual([
    [0, 1, 2, 3, 60, 61],
    [1, 1, 1, null, 2, 2],
  ])
})

test('no line, no point', () => {
  expect(columnsOf([])).toEqual([[]])
  expect(columnsOf([[]])).toEqual([[], []])
})
