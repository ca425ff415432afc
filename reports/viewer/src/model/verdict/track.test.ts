import { expect, test } from '@playwright/test'
import { passSide, positionOn, trackOf } from './track.ts'

const latency = { objective: 'p(95)<200', limit: 200, unit: 'ms' } as const

test('the scale goes to 1.5 times the limit when all values are below it', () => {
  expect(trackOf({ ...latency, observed: 84, parts: [20, 90] })).toMatchObject({ low: 0, high: 300 })
})

test('the scale grows with the values, to 2.5 times the limit at most', () => {
  expect(trackOf({ ...latency, observed: 312, parts: [400] }).high).toBe(420)
  expect(trackOf({ ...latency, observed: 312, parts: [9000] }).high).toBe(500)
})

test('a share that must be high is drawn near one', () => {
  const track = trackOf({ objective: 'rate>=0.9', limit: 0.9, unit: 'ratio', observed: 0.95, parts: [] })
  expect(track.low).toBeCloseTo(0.7)
  expect(track.high).toBe(1)
})

test('a limit of zero has a scale all the same', () => {
  const none = { objective: 'count==0', limit: 0, unit: 'count' as const, parts: [] }
  expect(trackOf({ ...none, observed: 0 })).toMatchObject({ low: 0, high: 1, direction: 'equal' })
  expect(trackOf({ ...none, observed: 3 })).toMatchObject({ low: 0, high: 3 })
})

test('positions leave 2.5 % at both ends, and values beyond the scale are pinned there', () => {
  const track = { low: 100, high: 300 }
  expect(positionOn(track, 100)).toEqual({ at: 2.5 })
  expect(positionOn(track, 200)).toEqual({ at: 50 })
  expect(positionOn(track, 300)).toEqual({ at: 97.5 })
  expect(positionOn(track, 301)).toEqual({ at: 97.5, pinned: 'high' })
  expect(positionOn(track, 99)).toEqual({ at: 2.5, pinned: 'low' })
})

test('the side that passes runs from the limit to the good end', () => {
  const track = { low: 0, high: 400, limit: 200 }
  expect(passSide({ ...track, direction: 'smaller' })).toEqual({ from: 0, to: 50 })
  expect(passSide({ ...track, direction: 'larger' })).toEqual({ from: 50, to: 100 })
  expect(passSide({ ...track, direction: 'equal' })).toEqual({ from: 47.5, to: 52.5 })
})
