import { expect, test } from '@playwright/test'
import { countRow, isWithin, rateRow, timeRow } from './row.ts'

const row = (truth: number, measured: number) => ({
  instrument: 'open loop',
  subject: 'fixed 100 ms',
  quantity: 'latency p50',
  truth,
  measured,
})

test('a time is right within 2 ms and 5 %', () => {
  for (const measured of [93, 100, 107]) expect(isWithin(timeRow(row(100, measured), 0))).toBe(true)
  for (const measured of [92.9, 107.1]) expect(isWithin(timeRow(row(100, measured), 0))).toBe(false)
})

test('lateness widens the bound of a time from 1 ms on', () => {
  expect(timeRow(row(100, 100), 1)).toMatchObject({ unit: 'ms', bound: 7, widenedBy: 0 })
  expect(timeRow(row(100, 100), 1.5)).toMatchObject({ bound: 8.5, widenedBy: 1.5 })
  expect(timeRow(row(100, 100), 30)).toMatchObject({ bound: 37, widenedBy: 30 })
})

test('a count is right when it is the truth, but for the events at the edges', () => {
  expect(isWithin(countRow(row(500, 500)))).toBe(true)
  expect(isWithin(countRow(row(500, 499)))).toBe(false)
  expect(isWithin(countRow(row(500, 499), 1))).toBe(true)
  expect(isWithin(rateRow(row(250, 249.5), 1, 2))).toBe(true)
  expect(isWithin(rateRow(row(250, 249.4), 1, 2))).toBe(false)
})

test('what is missing is not right', () => {
  expect(isWithin(timeRow(row(100, Number.NaN), 50))).toBe(false)
  expect(isWithin(timeRow(row(Number.NaN, 100), 50))).toBe(false)
  expect(isWithin(countRow(row(Number.NaN, 0), 5))).toBe(false)
})
