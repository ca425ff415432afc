import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { mergeTallies, Tally } from './tally.ts'

const events = fc.array(
  fc.record({
    atMs: fc.integer({ min: 0, max: 40 * 86_400_000 }),
    cause: fc.option(fc.constantFrom('timeout', 'status 500')),
    count: fc.integer({ min: 1, max: 4 }),
    shard: fc.integer({ min: 0, max: 2 }),
  }),
  { minLength: 1, maxLength: 1500 },
)

function countAll(all: readonly { atMs: number; cause: string | null; count: number }[]): Tally {
  const tally = new Tally()
  for (const { atMs, cause, count } of all) {
    if (cause === null) tally.good(atMs, count)
    else tally.bad(cause, atMs, count)
  }
  return tally
}

test('however long a run is, every event is counted, in the block of its time, and there are at most 600 blocks', () => {
  fc.assert(
    fc.property(events, all => {
      const { blocks, blockMs = 1000, total, bad, causes } = countAll(all).toData()
      const sum = (some: typeof all): number => some.reduce((n, { count }) => n + count, 0)
      const failed = all.filter(({ cause }) => cause !== null)
      expect([total, bad]).toEqual([sum(all), sum(failed)])
      expect(Object.values(causes).reduce((a, b) => a + b, 0)).toBe(bad)
      return (
        blocks.length <= (blockMs === 1000 ? 600 : 100) &&
        blocks.every(block => {
          const own = all.filter(({ atMs }) => atMs >= block.startMs && atMs < block.startMs + blockMs)
          return block.total === sum(own) && block.bad === sum(own.filter(({ cause }) => cause !== null))
        })
      )
    }),
    { numRuns: 40 },
  )
})

test('tallies of several threads put together are the whole, whatever the length of their blocks', () => {
  fc.assert(
    fc.property(events, all => {
      const parts = [0, 1, 2].map(shard => countAll(all.filter(one => one.shard === shard)).toData())
      const { blocks, blockMs = 1000, total, bad } = mergeTallies(parts)
      const whole = countAll(all).toData()
      return (
        total === whole.total &&
        bad === whole.bad &&
        blockMs >= Math.max(...parts.map(part => part.blockMs ?? 1000)) &&
        blocks.reduce((sum, block) => sum + block.total, 0) === total
      )
    }),
    { numRuns: 30 },
  )
})

test('parts add up to what is handed back', () => {
  fc.assert(
    fc.property(events, fc.integer({ min: 1, max: 100 }), (all, every) => {
      const tally = new Tally('api.errors', true)
      const sum = new Tally()
      for (const [index, { atMs, cause, count }] of all.entries()) {
        const at = atMs % 300_000
        if (cause === null) tally.good(at, count)
        else tally.bad(cause, at, count, `event ${index}`)
        const part = index % every === 0 || index === all.length - 1 ? tally.takePart() : undefined
        if (part) sum.addData(part)
      }
      expect(tally.takePart()).toBe(undefined)
      expect(sum.toData()).toEqual(tally.toData())
    }),
    { numRuns: 30 },
  )
})

test('an event at no finite time is an error with the name', () => {
  expect(() => new Tally('api.errors').good(Number.NaN)).toThrow('api.errors was given NaN as its time')
  expect(() => new Tally('api.errors').bad('timeout', 0, Number.POSITIVE_INFINITY)).toThrow(
    'given Infinity as its value',
  )
})
