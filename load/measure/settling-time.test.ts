import { expect, test } from '@playwright/test'
import { BlockHistogram } from './histogram.ts'
import type { HistogramData } from './measurement.ts'
import { settlingTimeMs } from './settling-time.ts'

/** A hundred values a second, of the time given for it; the disturbance is from 3 s to 5 s. */
function latencyOf(...secondsMs: number[]): HistogramData {
  const histogram = new BlockHistogram()
  for (const [second, ms] of secondsMs.entries())
    for (let n = 0; n < 100; n++) histogram.record(ms, second * 1000 + n * 10)
  return histogram.toData()
}

const disturbance = { startMs: 3000, endMs: 5000 }
const settling = (...secondsMs: number[]): number | undefined =>
  settlingTimeMs(latencyOf(...secondsMs), disturbance)

test('latency that settles at once took no time', () => {
  expect(settling(20, 20, 20, 900, 900, 20, 20)).toBe(0)
})

test('the settling time ends with the first second after which all are as before', () => {
  expect(settling(20, 20, 20, 900, 900, 500, 300, 20, 20)).toBe(2000)
  expect(settling(20, 20, 20, 900, 900, 20, 20, 300, 20)).toBe(3000)
})

test('twice as long as before, or 10 ms longer, is as before', () => {
  expect(settling(20, 20, 20, 900, 900, 39, 39)).toBe(0)
  expect(settling(20, 20, 20, 900, 900, 42, 39)).toBe(1000)
  expect(settling(1, 1, 1, 900, 900, 10, 10)).toBe(0)
  expect(settling(1, 1, 1, 900, 900, 12, 10)).toBe(1000)
})

test('latency that does not come back has not settled', () => {
  expect(settling(20, 20, 20, 900, 900, 500, 500)).toBeUndefined()
})

test('without a time before or after nothing can be said', () => {
  expect(settling(20, 20, 20, 900, 900)).toBeUndefined()
  expect(settlingTimeMs(latencyOf(20, 20), { startMs: 500, endMs: 600 })).toBeUndefined()
})
