import { expect, test } from '@playwright/test'
import { biasText, coalescedText } from './paint-check.ts'

const bias = (median: number): string => biasText({ n: 23, unit: 'ms', percentiles: [[50, median]] })

test('a painted stamp lies after, before or at the presentation time', () => {
  expect(bias(2.14)).toBe(
    "The painted stamp is 2.1 ms after the browser's own presentation time (median of 23; the stamps come in steps of 4 ms).",
  )
  expect(bias(-2.14)).toContain(' is 2.1 ms before the ')
  expect(bias(0)).toContain(' is at the ')
})

test('superseded values are told as a part of those sent', () => {
  expect(coalescedText({ total: 1200, bad: 31 })).toBe(
    'Of 1,200 values sent, 31 were superseded by a newer one before their paint.',
  )
})
