import { expect, test } from '@playwright/test'
import { assert, integer, property } from 'fast-check'
import { rampUp } from './ramp-up.ts'

const sizes = (count: number, overMs: number): [atMs: number, size: number][] =>
  rampUp(Array.from({ length: count }), overMs).map(({ atMs, clients }) => [atMs, clients.length])

test('clients begin in up to ten steps of like size, the last a step before the end', () => {
  expect(sizes(100, 2000)).toEqual(Array.from({ length: 10 }, (_, step) => [200 * step, 10]))
  expect(sizes(4, 2000)).toEqual([
    [0, 1],
    [500, 1],
    [1000, 1],
    [1500, 1],
  ])
  expect(sizes(1, 2000)).toEqual([[0, 1]])
  expect(sizes(50, 0)).toEqual([[0, 50]])
})

test('each client begins once, in its order, and no step is empty', () => {
  assert(
    property(integer({ min: 1, max: 500 }), integer({ min: 1, max: 60_000 }), (count, overMs) => {
      const clients = Array.from({ length: count }, (_, index) => index)
      const steps = rampUp(clients, overMs)
      expect(steps.flatMap(one => one.clients)).toEqual(clients)
      expect(Math.max(...steps.map(one => one.clients.length))).toBeLessThanOrEqual(
        1 + Math.min(...steps.map(one => one.clients.length)),
      )
      expect(steps.every(one => one.clients.length > 0 && one.atMs < overMs)).toBe(true)
    }),
  )
})
