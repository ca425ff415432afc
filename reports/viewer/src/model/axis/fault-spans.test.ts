import { expect, test } from '@playwright/test'
import { faultSpans } from './fault-spans.ts'

const ZERO_MS = 1_700_000_000_000
const at = (sec: number): number => ZERO_MS + 1000 * sec
const steps = [
  { startMs: at(0), endMs: at(40) },
  { startMs: at(60), endMs: at(100) },
]

test('a fault spans from when it began to when it was lifted', () => {
  const faults = [{ what: 'RabbitMQ killed', startMs: at(65), endMs: at(72.5) }]
  expect(faultSpans(faults, steps, ZERO_MS)).toEqual([
    { startSec: 65, endSec: 72.5, isLifted: true, text: 'RabbitMQ killed at 1:05, lifted at 1:12' },
  ])
})

test('a fault that nobody lifted goes on to the end of its step', () => {
  const faults = [{ what: 'instance killed', startMs: at(61) }]
  expect(faultSpans(faults, steps, ZERO_MS)).toEqual([
    { startSec: 61, endSec: 100, isLifted: false, text: 'instance killed at 1:01, not lifted' },
  ])
})
