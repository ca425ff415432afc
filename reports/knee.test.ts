import { expect, test } from '@playwright/test'
import { assert, double, property } from 'fast-check'
import { knee } from './knee.ts'

type Points = [x: number, value: number][]

const LEVELS = [0, 100, 500, 1000]
const over = (values: number[]): Points => values.map((value, index) => [LEVELS[index] ?? 0, value])

test('the knee is the point furthest below the chord, with both axes scaled', () => {
  // Scaled: x 0, 0.1, 0.5, 1 and y 0, 0.05, 0.2, 1; below the chord by 0, 0.05, 0.3, 0.
  expect(knee(over([1000, 1050, 1200, 2000]))).toBe(2)
  // Below by 0, 0.1, 0.08, 0: the rise begins after 100.
  expect(knee(over([1000, 1000, 1420, 2000]))).toBe(1)
})

test('a straight line has no knee, nor one that trembles, nor one that flattens out', () => {
  expect(knee(over([1000, 1100, 1500, 2000]))).toBeUndefined()
  expect(knee(over([1000, 1120, 1470, 2000]))).toBeUndefined()
  expect(knee(over([1000, 1600, 1900, 2000]))).toBeUndefined()
})

test('there is no knee below three points, nor without a rise to 1.5 times the first value', () => {
  expect(knee([])).toBeUndefined()
  expect(knee(over([1000, 4000]))).toBeUndefined()
  expect(knee(over([1000, 1000, 1000, 1499]))).toBeUndefined()
  expect(knee(over([1000, 1000, 1000, 1500]))).toBe(2)
  expect(knee(over([0, 0, 0, 0]))).toBeUndefined()
  expect(knee(over([2000, 1000, 900, 500]))).toBeUndefined()
})

test('a curve that rises from nothing has a knee too', () => {
  expect(knee(over([0, 0, 10, 400]))).toBe(2)
})

test('the units of the axes do not matter', () => {
  const hockeyStick = over([1000, 1050, 1200, 2000])
  const scale = double({ min: 0.001, max: 1000, noNaN: true })
  assert(
    property(scale, scale, (x, y) => {
      expect(knee(hockeyStick.map(([at, value]) => [x * at, y * value] as const))).toBe(2)
    }),
  )
})
