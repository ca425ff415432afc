import { expect, test } from '@playwright/test'
import { linearScale, valueScale } from './value-scale.ts'

test('values of one magnitude get a linear axis from zero to a round top', () => {
  const scale = valueScale([12, 84, 180])
  expect(scale).toMatchObject({ kind: 'linear', ticks: [0, 50, 100, 150, 200] })
  expect([0, 50, 200].map(scale.at)).toEqual([0, 0.25, 1])
})

test('values that spread wide get a logarithmic axis between round values', () => {
  expect(valueScale([12, 480])).toMatchObject({ kind: 'logarithmic', ticks: [10, 20, 50, 100, 200, 500] })
  const scale = valueScale([1.5, 800])
  expect(scale).toMatchObject({ kind: 'logarithmic', ticks: [1, 10, 100, 1000] })
  expect([1, 10, 1000].map(scale.at)).toEqual([0, expect.closeTo(1 / 3), 1])
  expect(scale.at(0)).toBe(0)
})

test('without a positive value everything lies at the bottom', () => {
  expect(valueScale([0]).at(0)).toBe(0)
})

test('a low chart asks for fewer steps; without height there is one tick', () => {
  expect(linearScale(1000, 2).ticks).toEqual([0, 500, 1000])
  expect(linearScale(0)).toMatchObject({ ticks: [0] })
})
