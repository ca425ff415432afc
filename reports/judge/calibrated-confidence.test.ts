import { expect, test } from '@playwright/test'
import type { MeasurementData } from '../../load/measure/measurement.ts'
import { seededRandom } from '../../load/seeded-random.ts'
import { exampleMeasurement, exampleSlo, tallyOf } from './testing/example-evidence.ts'
import { judge } from './judge.ts'

/**
 * Is the confidence what it says it is? Many systems are made up whose truth is known, a run of each is judged, and those judged alike
 * are counted: how many of them truly meet their SLO. All from one seed, so that the answer is the same each time.
 *
 * What a run did not see it can't know: a system that is three times as slow in one second of thirty shows no such second in a third of
 * its runs of 30 s, and is then judged too well. No formula over one run helps against that; longer runs do, and many nights.
 */
const SEED = 20
let random = seededRandom(SEED)
const gauss = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

interface System {
  objective: string
  data: MeasurementData
  /** Whether it truly meets the objective, by how it was made. */
  meets: boolean
}

/** `count` numbers that each remember `memory` of the one before, with a deviation of 1. */
function remembering(count: number, memory: number): number[] {
  let last = gauss()
  return Array.from({ length: count }, () => {
    const now = last
    last = memory * last + Math.sqrt(1 - memory ** 2) * gauss()
    return now
  })
}

/** Quantiles of the normal distribution. */
const QUANTILE = { 50: 0, 90: 1.281_552, 95: 1.644_854, 99: 2.326_348 } as const

/**
 * Log-normal latencies: `seconds` seconds of `each` values, of which a share of the variance is common to a second. The percentile lies
 * between two thirds and one and a half times the limit, anywhere alike on a logarithmic scale.
 */
function latencies(percentile: keyof typeof QUANTILE, seconds: number, each: number, common: number): System {
  const sigma = 0.4
  const away = 0.8 * (random() - 0.5)
  const points = Array.from({ length: seconds }, (_, second) => {
    const ofSecond = Math.sqrt(common) * gauss()
    return Array.from({ length: each }, () => {
      const noise = ofSecond + Math.sqrt(1 - common) * gauss()
      return { atMs: second * 1000, value: 100 * Math.exp(away + sigma * (noise - QUANTILE[percentile])) }
    })
  }).flat()
  const objective = percentile === 50 ? 'med<100' : `p(${percentile})<100`
  return { objective, data: { kind: 'samples', points }, meets: away < 0 }
}

/** Failures of 20 seconds of 200 requests; a second's own rate is up to three times the system's, and may be none. */
function failures(): System {
  const rate = 0.01 * Math.exp(2.4 * (random() - 0.5))
  const seconds = Array.from({ length: 20 }, () => {
    const ofSecond = rate * ([0, 0.5, 1.5, 2][Math.floor(4 * random())] ?? 1)
    return [200, Array.from({ length: 200 }, () => random()).filter(one => one < ofSecond).length] as const
  })
  return { objective: 'rate<0.01', data: tallyOf(seconds), meets: rate < 0.01 }
}

/** A mean of 40 values that remember their neighbour. */
function mean(): System {
  const away = 1.2 * (random() - 0.5)
  const points = remembering(40, 0.3).map((value, i) => ({ atMs: i * 500, value: 100 + away + value }))
  return { objective: 'avg<100', data: { kind: 'samples', points }, meets: away < 0 }
}

/** A growth in a minute, from 24 values, 5 s apart, that remember their neighbour. */
function growth(): System {
  const away = 2 * (random() - 0.5)
  const points = remembering(24, 0.3).map((value, i) => ({
    atMs: i * 5000,
    value: 50 + ((1 + away) * i * 5) / 60 + 0.5 * value,
  }))
  return { objective: 'slope<1', data: { kind: 'samples', points }, meets: away < 0 }
}

const kinds: [name: string, systems: number, make: () => System][] = [
  ['p95 of 20 visits', 1500, () => latencies(95, 20, 1, 0)],
  ['p90 of 40 visits', 1500, () => latencies(90, 40, 1, 0)],
  ['p95 of 1000 independent requests', 1500, () => latencies(95, 20, 50, 0)],
  [
    'p95 of 1000 requests, a tenth of the variance common to a second',
    1500,
    () => latencies(95, 20, 50, 0.1),
  ],
  ['p95 of 1000 requests, half of the variance common to a second', 1500, () => latencies(95, 20, 50, 0.5)],
  [
    'p99 of 1200 requests, a tenth of the variance common to a second',
    1500,
    () => latencies(99, 60, 20, 0.1),
  ],
  ['median of 5 runs', 1500, () => latencies(50, 5, 1, 0)],
  ['median of 9 runs', 1500, () => latencies(50, 9, 1, 0)],
  ['share of failures that come in clusters', 1500, failures],
  ['mean of values that remember', 600, mean],
  ['growth of values that remember', 250, growth],
]

for (const [name, systems, make] of kinds) {
  test(`the confidence is what it says it is: ${name}`, () => {
    random = seededRandom(SEED)
    const judged = Array.from({ length: systems }, () => {
      const { objective, data, meets } = make()
      const confidence =
        judge([exampleSlo(objective)], [exampleMeasurement(data)])[0]?.confidence ?? Number.NaN
      return { confidence, meets }
    })
    const band = (from: number, below: number): { n: number; share: number } => {
      const some = judged.filter(({ confidence }) => confidence >= from && confidence < below)
      return { n: some.length, share: some.filter(({ meets }) => meets).length / some.length }
    }
    const [never, hardly, likely, sure] = [band(0, 0.05), band(0.05, 0.25), band(0.75, 0.95), band(0.95, 1)]
    // Enough systems must be told apart, or the shares say nothing.
    expect(never.n + hardly.n + likely.n + sure.n).toBeGreaterThan(systems / 3)
    if (never.n > 0) expect(never.share).toBeLessThanOrEqual(0.06)
    if (hardly.n > 0) expect(hardly.share).toBeLessThanOrEqual(0.25)
    if (likely.n > 0) {
      expect(likely.share).toBeGreaterThanOrEqual(0.75)
      expect(likely.share).toBeLessThanOrEqual(0.95)
    }
    if (sure.n > 0) expect(sure.share).toBeGreaterThanOrEqual(0.94)
  })
}
