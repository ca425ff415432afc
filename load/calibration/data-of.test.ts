import { expect, test } from '@playwright/test'
import type { Measurement } from '../measure/measurement.ts'
import { dataOf, windowOf } from './data-of.ts'

const window = { startMs: 1, endMs: 2 }
const all: Measurement[] = [
  { metric: 'api', unit: 'ms', labels: {}, window, data: { kind: 'samples', points: [] }, doubts: [] },
]

test('what was measured is found by its metric', () => {
  expect(dataOf(all, 'api', 'samples')).toBe(all[0]?.data)
  expect(windowOf(all, 'api')).toBe(window)
})

test('what was not measured, or otherwise, is an error that names it', () => {
  const error = { name: 'CalibrationError', code: 'ERR_CALIBRATION' }
  expect(() => dataOf(all, 'api', 'tally')).toThrow(expect.objectContaining(error))
  expect(() => dataOf(all, 'api', 'tally')).toThrow('Nothing was measured of api as tally.')
  expect(() => windowOf(all, 'api.errors')).toThrow('Nothing was measured of api.errors.')
})
