import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { seqOfValue, valueOf } from './update-value.ts'

test('a value stands for one update of one agent', () => {
  expect(valueOf(3, 2, 10)).toBe(1_000_023)
  const update = fc.record({ agent: fc.nat(9999), seq: fc.nat(100_000) })
  fc.assert(
    fc.property(update, ({ agent, seq }) => {
      expect(seqOfValue(valueOf(agent, seq, 10_000), agent, 10_000)).toBe(seq)
    }),
  )
})

test('a value of another agent, or of none, stands for no whole seq', () => {
  expect(Number.isInteger(seqOfValue(valueOf(3, 2, 10), 4, 10))).toBe(false)
  expect(seqOfValue(17, 3, 10)).toBeLessThan(0)
})
