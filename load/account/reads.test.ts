import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { ReadAccount } from './reads.ts'

const read = (version: number, startMs: number, endMs = startMs + 1, reader = 'one') => ({
  reader,
  register: 'agent 7',
  version,
  startMs,
  endMs,
})

function written(...versions: number[]): ReadAccount {
  const account = new ReadAccount()
  for (const version of versions) account.begins('agent 7', version)
  return account
}

test('a reader that sees an older version than before has gone back in time', () => {
  const account = written(1, 2)
  for (const [version, startMs] of [
    [1, 0],
    [2, 10],
    [1, 20],
    [2, 30],
  ] as const)
    expect(account.read(read(version, startMs)).isBackwards).toBe(startMs === 20)
  expect(account.counts).toEqual({ reads: 4, backwards: 1, stale: 0, unwritten: 0 })
})

test('another reader, another register and a read under way at the same time have an order of their own', () => {
  const account = written(1, 2)
  account.read(read(2, 0, 10))
  account.read(read(1, 20, 21, 'two'))
  account.begins('agent 8', 1)
  account.read({ ...read(1, 20), register: 'agent 8' })
  account.read(read(1, 9, 30))
  expect(account.counts.backwards).toBe(0)
  account.read(read(1, 11))
  expect(account.counts.backwards).toBe(1)
})

test('what was told as written before a read began is to be seen; what was told meanwhile may be', () => {
  const account = written(1, 2, 3)
  account.wrote('agent 7', 3, 100)
  expect(account.read(read(1, 99, 200, 'a')).behind).toBe(0)
  expect(account.read(read(1, 100, 200, 'b')).behind).toBe(0)
  expect(account.read(read(1, 101, 200, 'c')).behind).toBe(2)
  expect(account.read(read(3, 101, 200, 'd')).behind).toBe(0)
  expect(account.counts).toEqual({ reads: 4, backwards: 0, stale: 1, unwritten: 0 })
})

test('what nobody has begun to write cannot be read', () => {
  const account = written(1)
  expect(account.read(read(1, 0)).isUnwritten).toBe(false)
  expect(account.read(read(2, 10)).isUnwritten).toBe(true)
  expect(account.counts.unwritten).toBe(1)
})

test('all that goes back is found, and nothing else', () => {
  const one = fc.record({
    version: fc.nat(4),
    startMs: fc.nat(30),
    tookMs: fc.integer({ min: 1, max: 10 }),
    reader: fc.constantFrom('one', 'two'),
  })
  fc.assert(
    fc.property(fc.array(one), all => {
      const reads = all
        .map(({ version, startMs, tookMs, reader }) => read(version, startMs, startMs + tookMs, reader))
        .toSorted((a, b) => a.endMs - b.endMs)
      const account = written(4)
      for (const each of reads) account.read(each)
      const back = reads.filter(each =>
        reads.some(
          earlier =>
            earlier.reader === each.reader && earlier.endMs < each.startMs && earlier.version > each.version,
        ),
      )
      expect(account.counts.backwards).toBe(back.length)
    }),
    { numRuns: 300 },
  )
})
