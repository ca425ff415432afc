import { expect, test } from '@playwright/test'
import { brushed, placeOn } from './brush.ts'

const steps = [[10, 40] as const, [50, 90] as const]

test('a drag over the run shows that part of it, whichever way it goes, and no more than there is', () => {
  expect(brushed(20, 60, steps, [0, 100])).toEqual([20, 60])
  expect(brushed(60, -5, steps, [0, 100])).toEqual([0, 60])
})

test('a press shows the step that was pressed, and between steps all of the run', () => {
  expect(brushed(60, 60.2, steps, [0, 100])).toEqual([50, 90])
  expect(brushed(45, 45, steps, [0, 100])).toEqual([0, 100])
})

test('a stretch has its place on the whole, and what is short is seen', () => {
  expect(placeOn([0, 200], 50, 100)).toEqual({ left: 25, width: 25 })
  expect(placeOn([0, 200], 100, 50)).toEqual({ left: 25, width: 25 })
  expect(placeOn([0, 200], 199, 500)).toEqual({ left: 99.5, width: 0.5 })
  expect(placeOn([0, 200], 100, 100.001)).toEqual({ left: 50, width: 0.3 })
})
