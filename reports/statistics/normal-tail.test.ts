import { expect, test } from '@playwright/test'
import { normalTail } from './normal-tail.ts'

/** scipy.stats.norm.sf. */
const KNOWN: readonly [z: number, tail: number][] = [
  [-1.5, 0.9331927987311419],
  [0, 0.5],
  [0.5, 0.3085375387259869],
  [1, 0.15865525393145707],
  [1.959963984540054, 0.025],
  [2.49, 0.006387154764943171],
  [2.51, 0.006036558080412666],
  [4, 3.167124183311986e-5],
  [8, 6.22096057427174e-16],
  [20, 2.7536241186061556e-89],
]
for (const [z, tail] of KNOWN) {
  test(`the normal tail above ${z} is ${tail.toPrecision(3)}, to 11 digits`, () => {
    expect(normalTail(z) / tail).toBeCloseTo(1, 11)
  })
}
