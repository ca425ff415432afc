import { expect, test } from '@playwright/test'
import type { Outcome } from '../loops/operation.ts'
import { Outage } from './outage.ts'

const good = (endMs: number): Outcome => ({
  startMs: 0,
  endMs,
  fault: undefined,
  marks: undefined,
  sizes: undefined,
  values: undefined,
})
const failed = (endMs: number): Outcome => ({
  ...good(endMs),
  fault: { kind: 'answer', cause: 'status 503', example: '' },
})

test('an outage lasts from when the first event was due that did not pass to the end of the last', () => {
  const outage = new Outage()
  outage.add(0, good(10))
  expect([outage.isOver, outage.lastedMs]).toEqual([true, 0])
  outage.add(1000, failed(1005))
  outage.add(2000, good(4500))
  expect([outage.isOver, outage.lastedMs]).toEqual([false, 3500])
  // It was due before the last that did not pass: it says nothing of what came after.
  outage.add(1500, good(1600))
  expect(outage.isOver).toBe(false)
  outage.add(2100, good(3100))
  expect([outage.isOver, outage.lastedMs]).toEqual([true, 3500])
  outage.add(6000, failed(9000))
  expect([outage.isOver, outage.lastedMs]).toEqual([false, 5000])
})
