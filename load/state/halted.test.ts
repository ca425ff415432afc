import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import { measureReads } from './reads.ts'
import { measureSaves } from './saves.ts'
import { stateRequests as requests, withStates } from './testing/state-truth.ts'
import { measureWrites } from './writes.ts'

const HOUR_MS = 3_600_000
const { write, remove } = requests

const cases: [what: string, measure: (origin: string, signal: AbortSignal) => Promise<unknown>][] = [
  [
    'reads',
    (origin, signal) =>
      measureReads(
        { origin, requests, agents: 20, perSecond: 50, durationMs: HOUR_MS, seed: 1 },
        systemClock,
        undefined,
        signal,
      ),
  ],
  [
    'saves',
    (origin, signal) =>
      measureSaves(
        { origin, requests, agents: 10, times: 100_000, rounds: 5, perSecond: 50, aloneMs: 100 },
        systemClock,
        undefined,
        signal,
      ),
  ],
  [
    'writes',
    (origin, signal) => {
      if (!write || !remove) throw new Error('There are writes.')
      return measureWrites(
        { origin, write, remove, perSecond: 50, durationMs: HOUR_MS, callers: 10, times: 1_000_000 },
        systemClock,
        undefined,
        signal,
      )
    },
  ],
]
for (const [what, measure] of cases)
  test(`no state is left when a run is interrupted that ${what}`, async () => {
    await withStates({}, async (origin, left) => {
      const halt = new AbortController()
      const measuring = measure(origin, halt.signal)
      await expect.poll(() => left().length).toBeGreaterThan(5)
      halt.abort()
      await measuring
      expect(left()).toEqual([])
    })
  })
