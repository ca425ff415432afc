import { expect, test } from '@playwright/test'
import { peakOf } from './peak-of.ts'
import type { ArrivalShape } from './shape.ts'

const durationMs = 10_000
const steady = (perSecond: number): ArrivalShape => ({ kind: 'constant', perSecond, durationMs })

const shapes: [ArrivalShape, perSecond: number][] = [
  [steady(20), 20],
  [{ kind: 'ramp', fromPerSecond: 5, toPerSecond: 50, durationMs }, 50],
  [{ kind: 'ramp', fromPerSecond: 50, toPerSecond: 5, durationMs }, 50],
  [{ kind: 'step', fromPerSecond: 1, toPerSecond: 9, steps: 4, holdMs: 1000 }, 9],
  [{ kind: 'spike', basePerSecond: 2, peakPerSecond: 70, atMs: 100, peakMs: 500, durationMs }, 70],
  [{ kind: 'burst', size: 50, everyMs: 1000, durationMs: 1000 }, 50],
  [{ kind: 'burst', size: 50, everyMs: 5000, durationMs }, 50],
  [{ kind: 'burst', size: 50, everyMs: 300, durationMs }, 200],
  [{ kind: 'sustained', perSecond: 30, rampMs: 1000, holdMs: 1000 }, 30],
  [{ kind: 'sinus', meanPerSecond: 10, amplitudePerSecond: 4, periodMs: 1000, phase: 0.75, durationMs }, 14],
  [{ kind: 'poisson', perSecond: 12, durationMs, seed: 1 }, 12],
  [{ kind: 'sequence', parts: [steady(3), steady(8), steady(2)] }, 8],
  [{ kind: 'sum', parts: [steady(3), steady(8)] }, 11],
  [{ kind: 'share', of: steady(20), index: 1, count: 4 }, 5],
]
for (const [shape, perSecond] of shapes)
  test(`the most of ${JSON.stringify(shape)} is ${perSecond} a second`, () =>
    expect(peakOf(shape)).toBeCloseTo(perSecond, 9))
