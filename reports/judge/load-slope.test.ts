import { expect, test } from '@playwright/test'
import type { Measurement } from '../../load/measure/measurement.ts'
import { judge } from './judge.ts'
import { loadSlope } from './load-slope.ts'
import { exampleMeasurement, histogramOf, samplesOf } from './testing/example-evidence.ts'
import type { Slo } from './slo.ts'

const slo: Slo = {
  id: 'fleet.memory',
  title: 'Memory of an agent',
  category: 'fleet',
  metric: 'fleet.memory',
  unit: 'bytes',
  objective: 'slope(agents)<1000000',
  minSamples: 14,
  level: 'error',
  source: 'test',
  words: { noun: 'readings' },
}

/** Memory at seven levels, twice: so much for nobody, and so much for each agent. */
const memory = (each: number, times = 2): Measurement[] =>
  [5, 10, 15, 20, 25, 30, 50].map(agents => ({
    metric: 'fleet.memory',
    unit: 'bytes',
    labels: { agents: String(agents) },
    window: { startMs: 0, endMs: 1000 },
    data: {
      kind: 'samples',
      points: Array.from({ length: times }, (_, time) => ({
        atMs: time,
        value: 80e6 + each * agents + 1000 * (agents % 3),
      })),
    },
    doubts: [],
  }))

test('a slope over a label is what each unit of the load adds, whenever it was measured', () => {
  const [good] = judge([slo], memory(500_000))
  expect(good).toMatchObject({
    verdict: 'PASS',
    n: 14,
    because: expect.stringMatching(/^Growth by agents 500/),
  })
  expect(good?.observed).toBeCloseTo(500_000, -3)
  expect(judge([slo], memory(2_000_000))).toMatchObject([{ verdict: 'FAIL' }])
})

test('of one level, or of too few readings, there is no verdict', () => {
  expect(judge([slo], memory(0).slice(0, 1))).toMatchObject([{ verdict: 'NO_DATA' }])
  expect(judge([slo], memory(0, 1))).toMatchObject([{ verdict: 'INCONCLUSIVE', n: 7 }])
})

/** So many readings at a number of agents, of 7 each and 100 for nobody. */
const at = (agents: string, readings: number): Measurement =>
  exampleMeasurement(samplesOf(Array.from({ length: readings }, () => 100 + 7 * Number.parseFloat(agents))), {
    labels: { agents },
  })

test('readings are put in order of their load, and from twelve on there is an interval', () => {
  const measured = [at('10', 4), at('2', 3), at('30', 4)]
  expect(loadSlope(measured, 'agents')).toEqual({
    n: 11,
    observed: expect.closeTo(7),
    parts: [...Array(3).fill(114), ...Array(4).fill(170), ...Array(4).fill(310)],
  })
  const enough = loadSlope([...measured, at('30', 1)], 'agents')
  expect(enough).toMatchObject({ n: 12, observed: expect.closeTo(7) })
  expect(enough?.resamples?.[0]).toBeCloseTo(7)
})

test('what has no load, and what is no reading, is left out', () => {
  const others = [
    at('many', 3),
    exampleMeasurement(samplesOf([5, 6])),
    exampleMeasurement(histogramOf([[9, 1]]), { labels: { agents: '4' } }),
  ]
  expect(loadSlope([at('1', 1), ...others, at('2', 1)], 'agents')).toEqual({
    n: 2,
    observed: 7,
    parts: [107, 114],
  })
  expect(loadSlope(others, 'agents')).toBeUndefined()
})
