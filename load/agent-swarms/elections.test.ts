import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { Measurement } from '../measure/measurement.ts'
import { measureElections } from './elections.ts'
import { counted, measured, one, timesOf } from './testing/run-swarms.ts'
import { swarmsRequests } from './testing/swarms-truth.ts'
import type { SwarmsTruth } from './testing/swarms-truth.ts'

const SWARMS = 4
const ROUNDS = 2

const run = async (truth: SwarmsTruth): Promise<Measurement[]> => {
  const { all, left } = await measured(truth, origin =>
    measureElections(
      { origin, requests: swarmsRequests, swarms: SWARMS, members: 6, rounds: ROUNDS, latestMs: 1000 },
      systemClock,
    ),
  )
  expect(left).toBe(0)
  return all
}

const WAYS = ['frozen', 'killed'] as const

test('leaders that are lost are followed by others: one a term, and each election is timed', async () => {
  const all = await run({ electionMs: 150 })
  for (const over of WAYS) {
    const elections = timesOf(all, 'swarms.election', { over })
    expect(elections.n).toBe(SWARMS * ROUNDS)
    expect(elections.percentile(1)).toBeGreaterThanOrEqual(149)
    // The lease is 20 ms: what is longer than that is late.
    expect(timesOf(all, 'swarms.election.late', { over }).percentile(1)).toBeGreaterThanOrEqual(129)
    expect(counted(all, 'swarms.overlaps', { over }).causes).toEqual({})
    expect(one(all, 'swarms.overlaps', { over }).doubts).toEqual([])
  }
  // Three terms, and of each loss an act before it, that of the next leader, and two of who was frozen.
  expect(counted(all, 'swarms.overlaps', { over: 'frozen' }).good).toBe(SWARMS * (3 + ROUNDS * 4))
})

test('each act of an old term that is accepted is found, by the term counter and without it', async () => {
  for (const [truth, acts] of [
    [{ isUnfenced: true }, 2],
    // What had begun before the new term was granted may have been accepted before it: nobody can tell.
    [{ isUnfenced: true, tellsCounter: false }, 1],
  ] as const) {
    const { causes } = counted(await run(truth), 'swarms.overlaps', { over: 'frozen' })
    expect(causes).toEqual({ 'an act of an old term was accepted': SWARMS * ROUNDS * acts })
  }
})

test('a term that two lead, and one that goes back, are found', async () => {
  const same = counted(await run({ counts: 0 }), 'swarms.overlaps', { over: 'killed' })
  expect(same.causes['a term with two leaders']).toBeGreaterThanOrEqual(SWARMS)
  const back = counted(await run({ counts: -1 }), 'swarms.overlaps', { over: 'killed' })
  expect(back.causes['a term that went back']).toBe(SWARMS * ROUNDS)
})

test('who is to be lost and goes on has not been lost: that voids', async () => {
  const all = await run({ isImmortal: true })
  for (const over of WAYS)
    expect(one(all, 'swarms.overlaps', { over }).doubts).toEqual([
      { kind: 'fault-not-seen', wanted: SWARMS * ROUNDS, seen: 0, of: 'leaders' },
    ])
})

test('acts that tell no term can be held against nothing, and that is told', async () => {
  const all = await run({ isUnfenced: true, tellsTerm: false })
  for (const over of WAYS)
    expect(one(all, 'swarms.overlaps', { over })).toMatchObject({
      data: { total: 0, bad: 0 },
      absence: expect.stringMatching(
        /^The answers to \d+ acts that were accepted told no term: correct the place "swarms\.leader\.act\.term"\.$/,
      ),
    })
})
