import { expect, test } from '@playwright/test'
import type { Panel } from './panels.ts'
import { valuesIn, visibleIn } from './visible.ts'

const points = [1, 2, 3, 10, 11].map(second => [second, 10 * second] as const)

const panel = (draw: Panel['draw']): Panel => ({
  id: 'one',
  title: 'One',
  unit: 'count',
  draw,
  lines: [
    { name: 'a', stretches: [points] },
    { name: 'b', stretches: [[[40, 1]]] },
  ],
  metrics: ['one'],
})

test('only lines with a value in the range are left, with the neighbours that they lead to', () => {
  const seen = visibleIn(panel('line'), [2, 3])
  expect(seen?.lines).toEqual([{ name: 'a', stretches: [points.slice(0, 4)] }])
  expect(visibleIn(panel('line'), [39, 41])?.lines.map(({ name }) => name)).toEqual(['b'])
})

test('where nothing was measured there is no panel, but a level is held between its values', () => {
  expect(visibleIn(panel('line'), [4, 9])).toBeUndefined()
  expect(visibleIn(panel('steps'), [4, 9])?.lines).toEqual([{ name: 'a', stretches: [points.slice(2, 4)] }])
  expect(visibleIn(panel('steps'), [12, 20])).toBeUndefined()
})

test('the values of a range are those within, its ends included', () => {
  expect(valuesIn([points], [2, 10], false)).toEqual([20, 30, 100])
})

test('of a level that is held the value counts that the range begins with, and none before or after the line', () => {
  expect(valuesIn([points], [4, 9], true)).toEqual([30])
  expect(valuesIn([points], [4, 10], true)).toEqual([30, 100])
  expect(valuesIn([points], [4, 9], false)).toEqual([])
  expect(valuesIn([points], [12, 20], true)).toEqual([])
  expect(valuesIn([points], [0, 0.5], true)).toEqual([])
})
