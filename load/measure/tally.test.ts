import { isDeepStrictEqual } from 'node:util'
import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import type { TallyData } from './measurement.ts'
import { mergeTallies, OTHER_CAUSES, Tally, thinTally } from './tally.ts'

test('events are counted as good or bad, by cause and by second', () => {
  const tally = new Tally()
  tally.good(2100)
  tally.good(1000, 5)
  tally.bad('timeout', 1999)
  tally.bad('status 503', 2000, 2)
  tally.bad('timeout', 2999)
  expect(tally.toData()).toEqual({
    kind: 'tally',
    total: 10,
    bad: 4,
    causes: { timeout: 2, 'status 503': 2 },
    blocks: [
      { startMs: 1000, total: 6, bad: 1 },
      { startMs: 2000, total: 4, bad: 3 },
    ],
  })
})

test('nothing counted is an empty tally', () => {
  const empty = { kind: 'tally', total: 0, bad: 0, causes: {}, blocks: [] } as const
  expect(new Tally().toData()).toEqual(empty)
  expect(mergeTallies([])).toEqual(empty)
})

test('shards put together are the whole, block by block and cause by cause', () => {
  const event = fc.record({
    atMs: fc.integer({ min: 0, max: 5000 }),
    cause: fc.option(fc.constantFrom('timeout', 'status 500', 'unanswered')),
    shard: fc.integer({ min: 0, max: 3 }),
    count: fc.integer({ min: 1, max: 4 }),
  })
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), events => {
      const whole = new Tally()
      const parts = Array.from({ length: 4 }, () => new Tally())
      for (const { atMs, cause, shard, count } of events) {
        for (const tally of [whole, parts[shard]]) {
          if (cause === null) tally?.good(atMs, count)
          else tally?.bad(cause, atMs, count)
        }
      }
      return isDeepStrictEqual(mergeTallies(parts.map(part => part.toData())), whole.toData())
    }),
  )
})

test('the first example of each cause is kept, cut to 200 characters, and the first part has the say', () => {
  const [one, other] = [new Tally(), new Tally()]
  one.bad('timeout', 1000)
  one.bad('unreadable', 1000, 1, 'x'.repeat(300))
  one.bad('unreadable', 1000, 1, 'y')
  other.bad('unreadable', 1000, 1, 'z')
  other.bad('status 503', 1000, 1, 'busy')
  expect(one.toData().examples).toEqual({ unreadable: 'x'.repeat(200) })
  expect(mergeTallies([one.toData(), other.toData()]).examples).toEqual({
    unreadable: 'x'.repeat(200),
    'status 503': 'busy',
  })
})

test('of many causes 50 are told apart, with their examples, and the others count as one', () => {
  const tally = new Tally('t', true)
  // Of numbers alone they would be one kind.
  const name = (n: number): string => `cause ${String.fromCodePoint(0x4e00 + n)}`
  for (let n = 0; n < 200; n++) tally.bad(name(n % 100), n, 1, `example ${n}`)
  const data = tally.toData()
  for (const one of [data, mergeTallies([data, data]), tally.takePart()]) {
    expect(Object.keys(one?.causes ?? {})).toHaveLength(51)
    expect(Object.keys(one?.examples ?? {})).toHaveLength(51)
    expect(Object.values(one?.causes ?? {}).reduce((a, b) => a + b, 0)).toBe(one?.bad)
  }
  expect(data.causes).toMatchObject({ [name(0)]: 2, [name(49)]: 2, [OTHER_CAUSES]: 100 })
  expect(data.examples).toMatchObject({ [name(49)]: 'example 49', [OTHER_CAUSES]: 'example 50' })
})

const second = (startMs: number) => ({ startMs, total: 1, bad: 0 })
const data = (blocks: readonly ReturnType<typeof second>[], blockMs?: number): TallyData => ({
  kind: 'tally',
  total: blocks.length,
  bad: 0,
  causes: {},
  blocks: [...blocks],
  ...(blockMs !== undefined && { blockMs }),
})

test('of two tallies the longer blocks are those of both, whichever comes first', () => {
  const short = data([second(1000), second(12_000), second(13_000)])
  const long = data([second(10_000)], 10_000)
  const both = {
    ...data([], 10_000),
    total: 4,
    blocks: [
      { startMs: 0, total: 1, bad: 0 },
      { startMs: 10_000, total: 3, bad: 0 },
    ],
  }
  expect(mergeTallies([short, long])).toEqual(both)
  expect(mergeTallies([long, short])).toEqual(both)
})

test('a tally is thinned to blocks of the next length', () => {
  const seconds = [0, 1000, 11_000].map(second)
  const thinned = thinTally(data(seconds))
  expect(thinned).toMatchObject({ total: 3, blockMs: 10_000 })
  expect(thinned.blocks.map(({ startMs, total }) => [startMs, total])).toEqual([
    [0, 2],
    [10_000, 1],
  ])
  expect(thinTally(thinned).blocks).toEqual([{ startMs: 0, total: 3, bad: 0 }])
  expect(thinTally(thinned).blockMs).toBe(60_000)
})

test('six hundred seconds are kept each, and of more neighbours are merged', () => {
  const of = (seconds: number) => {
    const tally = new Tally()
    for (let at = 0; at < seconds; at++) tally.good(1000 * at)
    return tally.toData()
  }
  expect(of(600).blocks).toHaveLength(600)
  expect(of(600)).not.toHaveProperty('blockMs')
  expect(of(601)).toMatchObject({ total: 601, blockMs: 10_000 })
  expect(of(601).blocks).toHaveLength(61)
})

test('a tally that nobody asks for parts has none, and one without a name has an error of its own', () => {
  const tally = new Tally()
  tally.good(1)
  expect(tally.takePart()).toBeUndefined()
  expect(() => tally.good(Number.NaN)).toThrow('a tally')
})
