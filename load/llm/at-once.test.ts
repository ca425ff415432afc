import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { Measurement, SamplesData } from '../measure/measurement.ts'
import { measureAtOnce } from './at-once.ts'
import type { Allowance } from './budget.ts'
import { found } from './testing/found.ts'
import { withScript } from './testing/scripted-provider.ts'
import type { Script } from './testing/scripted-provider.ts'

const CALLS = 3
const PAIRS = 4

/** Makes one call and three at once, four times. */
const measured = (
  script: (call: number) => Script,
  allowance: Allowance = { usd: 1, tokens: 1_000_000 },
  metric = 'llm.concurrent',
): Promise<Measurement> =>
  withScript(script, async options => {
    const asked = { ...options, allowance, calls: CALLS, pairs: PAIRS }
    const { measurements } = await measureAtOnce(asked, systemClock)
    return found(measurements, metric)
  })

/** The first three open the connections; then one and three, three and one, and so on. */
const placeOf = (call: number): number => (call - CALLS) % (2 * CALLS + 2)

test('of three at once the last is what they are held by, in each pair', async () => {
  // One of the three takes 550 ms longer than all others.
  const isSlow = (call: number): boolean => call >= CALLS && [3, 6].includes(placeOf(call))
  const all = await measured(call => ({ lateMs: isSlow(call) ? 600 : 50 }))
  const { points } = all.data as SamplesData
  expect(points).toHaveLength(PAIRS)
  for (const { value } of points) expect(value).toBeGreaterThan(0)
  expect(all.absence).toBeUndefined()
})

test('pairs in which a call failed are left out, and counted', async () => {
  const all = await measured(call => (call === CALLS ? { status: 500 } : {}))
  expect((all.data as SamplesData).points).toHaveLength(PAIRS - 1)
  expect(all.absence).toBe('In 1 of 4 pairs a call failed.')
})

test('where the budget ends it that is the reason, and not that calls failed', async () => {
  const all = await measured(() => ({}), { usd: 1, tokens: 100 })
  expect((all.data as SamplesData).points).toEqual([])
  expect(all.absence).toBe('The next call could pass the budget of 1 US dollars and 100 tokens.')
  expect(all.isExcused).toBeUndefined()
})

test('pairs that failed before the budget ended it are told beside that', async () => {
  const all = await measured(call => (call === CALLS ? { status: 500 } : {}), { usd: 1, tokens: 480 })
  expect(all.absence).toMatch(/^In 1 of [123] pairs a call failed\. The next call could pass the budget/)
})

test('answers whose tokens come all at once have no time for a token, and that is said', async () => {
  const all = await measured(() => ({}), undefined, 'llm.concurrent.tpot')
  expect(all).toMatchObject({ absence: 'All tokens of an answer came at once.', isExcused: true })
  expect((await measured(() => ({}))).absence).toBeUndefined()
})

test('answers whose usage nobody tells have no time for a token, and that is said', async () => {
  const all = await measured(() => ({ output: 'untold' }), undefined, 'llm.concurrent.tpot')
  const absence = 'How many tokens an answer has nobody told: its stream has no usage.'
  expect(all).toMatchObject({ absence, isExcused: true })
})
