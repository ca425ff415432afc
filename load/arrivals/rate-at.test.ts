import { expect, test } from '@playwright/test'
import { rateAt } from '../arrivals.ts'
import type { ArrivalShape } from '../arrivals.ts'

const rates = (shape: ArrivalShape, ...offsetsMs: readonly number[]): number[] =>
  offsetsMs.map(offsetMs => rateAt(shape, offsetMs))
const constant = (perSecond: number, durationMs: number): ArrivalShape => ({
  kind: 'constant',
  perSecond,
  durationMs,
})

test('a rate is told within the shape, and is 0 outside of it', () => {
  expect(rates(constant(7, 1000), -1, 0, 999, 1000, Number.NaN)).toEqual([0, 7, 7, 0, 0])
})

test('at a change of rate the new one holds', () => {
  const step: ArrivalShape = { kind: 'step', fromPerSecond: 10, toPerSecond: 40, steps: 3, holdMs: 100 }
  expect(rates(step, 0, 99, 100, 250, 300, 399, 400)).toEqual([10, 10, 20, 30, 40, 40, 0])
  const spike: ArrivalShape = {
    kind: 'spike',
    basePerSecond: 5,
    peakPerSecond: 50,
    atMs: 100,
    peakMs: 20,
    durationMs: 200,
  }
  expect(rates(spike, 0, 99, 100, 119, 120, 199, 200)).toEqual([5, 5, 50, 50, 5, 5, 0])
  expect(rates({ ...spike, atMs: 0 }, 0, 20)).toEqual([50, 5])
})

test('ramps go in a straight line', () => {
  expect(rates({ kind: 'ramp', fromPerSecond: 10, toPerSecond: 30, durationMs: 100 }, 0, 25, 50)).toEqual([
    10, 15, 20,
  ])
  const sustained: ArrivalShape = { kind: 'sustained', perSecond: 8, rampMs: 100, holdMs: 50 }
  expect(rates(sustained, 0, 50, 100, 149, 150, 200, 225, 250)).toEqual([0, 4, 8, 8, 8, 4, 2, 0])
})

test('a sinus starts at its phase and swings about its mean', () => {
  const sinus: ArrivalShape = {
    kind: 'sinus',
    meanPerSecond: 10,
    amplitudePerSecond: 10,
    periodMs: 400,
    phase: 0,
    durationMs: 1000,
  }
  const expected = [10, 20, 10, 0, 10]
  for (const [index, perSecond] of rates(sinus, 0, 100, 200, 300, 400).entries()) {
    expect(perSecond).toBeCloseTo(expected[index] ?? -1, 9)
    expect(perSecond).toBeGreaterThanOrEqual(0)
  }
  expect(rateAt({ ...sinus, phase: 0.25 }, 0)).toBe(20)
})

test('bursts and Poisson arrivals have their mean rate', () => {
  expect(rates({ kind: 'burst', size: 5, everyMs: 200, durationMs: 500 }, 0, 100, 499)).toEqual([25, 25, 25])
  expect(rates({ kind: 'poisson', perSecond: 12, durationMs: 500, seed: 1 }, 0, 499, 500)).toEqual([
    12, 12, 0,
  ])
})

test('in a sequence the part that is on has the say, in a sum all that are', () => {
  const parts = [constant(10, 100), constant(20, 300)]
  expect(rates({ kind: 'sequence', parts }, 0, 99, 100, 399, 400)).toEqual([10, 10, 20, 20, 0])
  expect(rates({ kind: 'sum', parts }, 0, 99, 100, 299, 300)).toEqual([30, 30, 20, 20, 0])
})

test('a shape that cannot be has no rate', () => {
  expect(() => rateAt(constant(-3, 100), 0)).toThrow('perSecond = -3')
})
