import { expect, test } from '@playwright/test'
import { columnsOf, lonePoints } from './columns.ts'

test('lines with times of their own are joined; what a line lacks is skipped, not broken', () => {
  const lines = [
    [
      [
        [0, 10],
        [2, 30],
      ],
    ],
    [
      [
        [1, 5],
        [2, 6],
      ],
    ],
  ] as const
  expect(columnsOf(lines)).toEqual([
    [0, 1, 2],
    [10, undefined, 30],
    [undefined, 5, 6],
  ])
})

test('a line is broken at a gap of more than three spacings, at every time that others have there', () => {
  const gap = [
    [0, 1],
    [1, 1],
    [2, 1],
    [60, 2],
    [61, 2],
  ] as const
  const other = [
    [1, 7],
    [20, 7],
    [40, 7],
    [60, 7],
  ] as const
  expect(columnsOf([[gap], [other]])).toEqual([
    [0, 1, 2, 20, 31, 40, 60, 61],
    [1, 1, 1, null, null, null, 2, 2],
    [undefined, 7, undefined, 7, undefined, 7, 7, undefined],
  ])
})

test('a level of which only both ends are known is held between them, and no line leads to the next one', () => {
  const held = [
    [0, 1000],
    [19, 1000],
  ] as const
  const later = [
    [20, 1000],
    [39, 1000],
  ] as const
  expect(columnsOf([[held, later]])).toEqual([
    [0, 19, 19.5, 20, 39],
    [1000, 1000, null, 1000, 1000],
  ])
})

test('no line, no point', () => {
  expect(columnsOf([])).toEqual([[]])
  expect(columnsOf([[]])).toEqual([[], []])
  expect(columnsOf([[[]]])).toEqual([[], []])
})

test('a value between two breaks is alone, and so is the only one', () => {
  expect(lonePoints([undefined, 4, undefined])).toEqual([1])
  expect(lonePoints([1, undefined, 2, null, 3, undefined, null, undefined, 4, 5])).toEqual([4])
  expect(lonePoints([null, undefined])).toEqual([])
})
