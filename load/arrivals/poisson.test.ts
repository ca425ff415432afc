import { expect, test } from '@playwright/test'
import { arrivals } from '../arrivals.ts'

const timesOf = (perSecond: number, durationMs: number, seed: number): number[] => {
  const one = arrivals({ kind: 'poisson', perSecond, durationMs, seed })
  return Array.from({ length: one.count }, (_, index) => one.at(index))
}

/** The Kolmogorov-Smirnov statistic against an exponential distribution, times the root of n; above 1.95 in one of 1000 samples. */
function distance(gapsMs: readonly number[], meanMs: number): number {
  const sorted = gapsMs.toSorted((a, b) => a - b)
  const n = sorted.length
  const far = sorted.map((gapMs, index) => {
    const share = 1 - Math.exp(-gapMs / meanMs)
    return Math.max(share - index / n, (index + 1) / n - share)
  })
  return far.reduce((most, one) => Math.max(most, one), 0) * Math.sqrt(n)
}

test('the same seed gives the same times, another seed others', () => {
  const times = timesOf(50, 10_000, 7)
  expect(timesOf(50, 10_000, 7)).toEqual(times)
  expect(timesOf(50, 10_000, 8)).not.toEqual(times)
  expect(timesOf(50, 5000, 7)).toEqual(times.filter(atMs => atMs < 5000))
})

test('the gaps of Poisson arrivals are exponential, those of a constant rate are not', () => {
  const gaps = (times: readonly number[]): number[] =>
    times.map((atMs, index) => atMs - (times[index - 1] ?? 0))
  expect(distance(gaps(timesOf(20, 1_000_000, 1)), 50)).toBeLessThan(1.95)
  expect(distance(gaps(timesOf(20, 1_000_000, 1)), 52)).toBeGreaterThan(1.95)
  expect(
    distance(
      Array.from({ length: 20_000 }, () => 50),
      50,
    ),
  ).toBeGreaterThan(1.95)
})

test('over many seeds the counts have the mean and the variance of a Poisson distribution', () => {
  const [runs, expected] = [4000, 40]
  const counts = Array.from({ length: runs }, (_, seed) => timesOf(20, 2000, seed).length)
  const mean = counts.reduce((sum, count) => sum + count, 0) / runs
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (runs - 1)
  // The fourth central moment of a Poisson distribution is m + 3 m^2, so the variance of the sample variance is near (m + 2 m^2) / n.
  const meanError = Math.sqrt(expected / runs)
  const varianceError = Math.sqrt((expected + 2 * expected ** 2) / runs)
  expect(Math.abs(mean - expected)).toBeLessThan(4 * meanError)
  expect(Math.abs(variance - expected)).toBeLessThan(4 * varianceError)
})

test('a Poisson shape may have no arrivals at all', () => {
  expect(timesOf(0.001, 1, 1)).toEqual([])
})
