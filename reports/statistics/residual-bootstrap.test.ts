import { expect, test } from '@playwright/test'
import { seededRandom } from '../../load/seeded-random.ts'
import { exampleSeries } from './testing/example-series.ts'
import { residualBootstrap } from './residual-bootstrap.ts'

/** Mean square and mean product of neighbours over all resamples. */
function likeness(memory: number, fitted: 1 | 2): { square: number; neighbours: number; own: number } {
  const series = Float64Array.from(exampleSeries(seededRandom(8), 2000, memory))
  const sums = { square: 0, neighbours: 0 }
  residualBootstrap(
    series,
    fitted,
    noise => {
      for (const [index, value] of noise.entries()) {
        sums.square += value ** 2
        sums.neighbours += value * (noise[index + 1] ?? 0)
      }
      return 0
    },
    { resamples: 100 },
  )
  const own = series.reduce((sum, value) => sum + value ** 2, 0) / series.length
  return { square: sums.square / 2e5, neighbours: sums.neighbours / sums.square, own }
}

test('the noise varies as the residuals do and has their memory', () => {
  for (const memory of [0, 0.5]) {
    const { square, neighbours, own } = likeness(memory, 1)
    expect(Math.abs(square / own - 1)).toBeLessThan(0.05)
    expect(Math.abs(neighbours - memory)).toBeLessThan(0.05)
  }
})

for (const [fitted, memory] of [
  // Of 12 residuals of size 1, eight have a neighbour like them and three do not: 5/12 + (1 + 3 x 5/12) / 12.
  [1, 0.6041666667],
  // 5/12 + (2 + 4 x 5/12) / 12.
  [2, 0.7222222222],
] as const) {
  test(`the memory that fitting ${fitted} numbers took away is given back`, () => {
    const residuals = Float64Array.of(1, 1, 1, -1, -1, -1, 1, 1, 1, -1, -1, -1)
    let compared = 0
    residualBootstrap(
      residuals,
      fitted,
      (noise, drawn) => {
        // Where the same was drawn twice, only the memory of what came before differs.
        for (let one = 1; one < 12; one++) {
          for (let other = one + 1; other < 12; other++) {
            const before = (noise[one - 1] ?? 0) - (noise[other - 1] ?? 0)
            if (drawn[one] !== drawn[other] || Math.abs(before) < 0.01) continue
            expect(((noise[one] ?? 0) - (noise[other] ?? 0)) / before).toBeCloseTo(memory, 9)
            compared += 1
          }
        }
        return 0
      },
      { resamples: 20 },
    )
    expect(compared).toBeGreaterThan(20)
  })
}

test('each noise value names the residual it came from', () => {
  const residuals = Float64Array.from(
    { length: 13 },
    (_, index) => (index % 2 === 0 ? index : -index - 1) + 0.5,
  )
  // Residuals that turn at every step have no memory: what is drawn is the residual itself, less the mean of the last twelve, and wider.
  const rest = residuals.subarray(1)
  const mean = rest.reduce((sum, value) => sum + value, 0) / rest.length
  residualBootstrap(
    residuals,
    1,
    (noise, drawn) => {
      const wider = Math.sqrt(13 / (13 - 3))
      for (const [place, index] of drawn.entries()) {
        const shift = place === 0 ? 0 : mean
        expect(noise[place]).toBeCloseTo(wider * ((residuals[index] ?? Number.NaN) - shift), 9)
      }
      return 0
    },
    { resamples: 20 },
  )
})

test('the noise is wider by n / (n - p l) in variance, and never by more than double', () => {
  const residuals = Float64Array.of(2, -1, 3, -4, 1, -2, 4, -3, 2, -3, 2, -1)
  for (const [blockLength, wider] of [
    [1, 12 / 10],
    [2, 12 / 8],
    [5, 2],
  ] as const) {
    residualBootstrap(
      residuals,
      2,
      (noise, drawn) => {
        expect(((noise[0] ?? 0) / (residuals[drawn[0] ?? 0] ?? 0)) ** 2).toBeCloseTo(wider, 9)
        return 0
      },
      { blockLength, resamples: 5 },
    )
  }
})

test('too few residuals and blocks too long are refused', () => {
  expect(() => residualBootstrap(new Float64Array(11), 1, () => 0)).toThrow('at least 12 values, got 11')
  expect(() => residualBootstrap(new Float64Array(12), 1, () => 0, { blockLength: 6 })).toThrow(
    'use at most 5',
  )
})
