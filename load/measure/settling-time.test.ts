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

/** Values of single seconds: how many, and how long each took. */
function ofSeconds(
  seconds: Readonly<Record<number, readonly (readonly [count: number, ms: number])[]>>,
): HistogramData {
  const histogram = new BlockHistogram()
  for (const [second, values] of Object.entries(seconds))
    for (const [count, ms] of values)
      for (let n = 0; n < count; n++) histogram.record(ms, 1000 * Number(second) + n)
  return histogram.toData()
}

test('the time before counts as a whole: its 95th percentile, in whatever order its values came', () => {
  // 400 ms is the 95th of a hundred values before, or the 96th.
  const of = (slow: number): HistogramData =>
    ofSeconds({ 0: [[slow, 400]], 2: [[100 - slow, 10]], 5: [[9, 700]], 6: [[9, 10]] })
  expect(settlingTimeMs(of(6), disturbance)).toBe(0)
  expect(settlingTimeMs(of(5), disturbance)).toBe(1000)
})

test('a second before the disturbance ends with its beginning, and one after it goes on beyond its end', () => {
  expect(settlingTimeMs(ofSeconds({ 2: [[9, 10]], 5: [[9, 10]] }), disturbance)).toBe(0)
  // All that there is before reaches into it, or all that there is after ends with it.
  expect(settlingTimeMs(ofSeconds({ 3: [[9, 10]], 5: [[9, 10]] }), disturbance)).toBeUndefined()
  expect(settlingTimeMs(ofSeconds({ 2: [[9, 10]], 4: [[9, 10]] }), disturbance)).toBeUndefined()
  expect(settlingTimeMs(ofSeconds({ 5: [[9, 10]], 6: [[9, 10]] }), disturbance)).toBeUndefined()
})

test('where the first answers come late, and are as before, it was settled at once', () => {
  expect(settlingTimeMs(ofSeconds({ 2: [[9, 10]], 9: [[9, 10]] }), disturbance)).toBe(0)
})
