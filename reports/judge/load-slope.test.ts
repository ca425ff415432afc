import { expect, test } from '@playwright/test'
import type { Measurement } from '../../load/measure/measurement.ts'
import { judge } from './judge.ts'
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
