import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import { readWhole } from '../measure/distribution.ts'
import type { HistogramData, Measurement, TallyData } from '../measure/measurement.ts'
import type { Allowance } from './budget.ts'
import { measureLimit } from './limit.ts'
import { found } from './testing/found.ts'
import { withScript } from './testing/scripted-provider.ts'
import type { Script } from './testing/scripted-provider.ts'

const LIMIT = { model: 'limited', requests: 2, windowMs: 1000 }

/** Makes four calls to a model that takes two: those past the limit, and those that come back after so many in all, are answered so. */
const measured = (
  past: Script,
  back: Script = {},
  allowance: Allowance = { usd: 1, tokens: 1_000_000 },
  made = 4,
): Promise<Measurement[]> =>
  withScript(
    call => (call < LIMIT.requests ? {} : call < made ? past : back),
    async options => {
      const { measurements } = await measureLimit({ ...options, limit: LIMIT, allowance }, systemClock)
      return measurements
    },
  )

const exampleOf = (all: readonly Measurement[]): string | undefined =>
  Object.values((found(all, 'llm.ratelimit').data as TallyData).examples ?? {})[0]
const causesOf = (all: readonly Measurement[]) => {
  const { total, causes } = found(all, 'llm.ratelimit').data as TallyData
  return { total, causes }
}

test('calls that are refused, wait as they are told and are answered then are good', async () => {
  const all = await measured({ status: 429, retryAfter: '1', lateMs: 80 })
  expect(causesOf(all)).toEqual({ total: 2, causes: {} })
  const { n, percentile } = wholeOf(all, 'llm.ratelimit.wait')
  expect([n, Math.round(percentile(50) / 10)]).toEqual([2, 100])
  // The refusal took 80 ms, and the timer is never early.
  expect(wholeOf(all, 'llm.ratelimit.overhead').percentile(0)).toBeGreaterThanOrEqual(78)
})

const wholeOf = (all: readonly Measurement[], metric: string) => {
  const whole = readWhole(found(all, metric).data as HistogramData)
  return { n: whole.n, percentile: (of: number): number => whole.percentile(of) }
}

for (const year of [2020, 2099]) {
  test(`a date to come back at is by the clock of who refused, which says ${year}`, async () => {
    const at = (second: string): string => `Sun, 29 Nov ${year} 08:00:${second} GMT`
    const all = await measured({ status: 429, retryAfter: at('01'), date: at('00') })
    expect(causesOf(all)).toEqual({ total: 2, causes: {} })
    expect(Math.round(wholeOf(all, 'llm.ratelimit.wait').percentile(50) / 10)).toBe(100)
  })
}

const refused: Script = { status: 429, retryAfter: '0' }

for (const [what, past, back, cause, example] of [
  ['refused again', refused, refused, 'refused after Retry-After', '{"error":"no"}'],
  ['lost when it comes back', refused, { isCut: true }, 'lost: UND_ERR_SOCKET', 'other side closed'],
  ['refused with another status', { status: 503 }, {}, 'no status 429: status 503', '{"error":"no"}'],
  ['not told how long to wait', { status: 429 }, {}, '429 without Retry-After', '{"error":"no"}'],
  [
    'told what nobody can read',
    { status: 429, retryAfter: 'soon' },
    {},
    "Retry-After can't be read",
    'Retry-After: soon',
  ],
  [
    'told to wait for longer than the window',
    { status: 429, retryAfter: '60' },
    {},
    'Retry-After is longer than the window',
    'Retry-After: 60',
  ],
] as const) {
  test(`a call past the limit that is ${what} is treated wrongly`, async () => {
    const all = await measured(past, back)
    expect(causesOf(all)).toEqual({ total: 2, causes: { [cause]: 2 } })
    expect(exampleOf(all)).toBe(example)
  })
}

test('a model that refuses none enforces no limit', async () => {
  expect(found(await measured({}), 'llm.ratelimit').absence).toBe(
    'Of 4 calls to limited none was refused: it enforces no limit of 2.',
  )
})

test('where the budget allows no call nothing is said of the limit', async () => {
  const all = await measured(refused, {}, { usd: 1, tokens: 10 })
  const { absence, doubts } = found(all, 'llm.ratelimit')
  expect(absence).toBe('The next call could pass the budget of 1 US dollars and 10 tokens.')
  expect(doubts).toEqual([{ kind: 'load-not-applied', wanted: 4, applied: 0 }])
})

test('calls that the budget kept from being made are told, and the others are judged', async () => {
  // Each may cost as many tokens as its prompt has bytes, 64 for its form and 8 of the answer: some 130.
  const all = await measured({ ...refused, lateMs: 50 }, {}, { usd: 1, tokens: 450 }, 3)
  expect(found(all, 'llm.ratelimit').doubts).toEqual([{ kind: 'load-not-applied', wanted: 4, applied: 3 }])
  expect(causesOf(all)).toEqual({ total: 1, causes: {} })
})
