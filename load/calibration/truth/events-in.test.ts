import { expect, test } from '@playwright/test'
import { eventsIn } from './events-in.ts'

const window = { startMs: 1000, endMs: 2000 }

test('the window has its start and not its end', () => {
  expect(eventsIn([999, 1000, 1500, 1999, 2000], window, 0)).toEqual({ count: 3, unsure: 0 })
})

test('unsure is what happened so shortly before an edge that it was noticed after it', () => {
  expect(eventsIn([990, 1001, 1500], window, 10)).toEqual({ count: 2, unsure: 1 })
  expect(eventsIn([989, 1001, 1990, 1995], window, 10)).toEqual({ count: 3, unsure: 2 })
})

test('of both edges the worse counts: one adds what the other takes', () => {
  expect(eventsIn([991, 992, 993, 1991], window, 10)).toEqual({ count: 1, unsure: 3 })
})
