import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { Measurement, SamplesData, TallyData } from '../measure/measurement.ts'
import type { Allowance } from './budget.ts'
import { closedLlmLoad } from './llm-load.ts'
import { found } from './testing/found.ts'
import { TOKENS, withScript } from './testing/scripted-provider.ts'
import type { Script } from './testing/scripted-provider.ts'

const CLIENTS = 2

/** As many calls as come back to two clients in 600 ms. */
const measured = (script: (call: number) => Script, allowance: Allowance = { usd: 1, tokens: 1_000_000 }) =>
  withScript(script, async (options, asked) => {
    const load = { ...options, allowance, clients: CLIENTS, durationMs: 600 }
    const { measurements, spent } = await closedLlmLoad(load, systemClock)
    return { measurements, spent, made: asked.length }
  })

const throughputOf = (all: readonly Measurement[]) => {
  const { data, window } = found(all, 'llm.throughput')
  const [point] = (data as SamplesData).points
  const seconds = (window.endMs - window.startMs) / 1000
  return { perSecond: point?.value, tokens: Math.round((point?.value ?? 0) * seconds) }
}

test('the throughput is the tokens of good answers over the time, and failed ones have none', async () => {
  const { measurements, made, spent } = await measured(call => ({
    lateMs: 50,
    ...(call % 3 === 2 ? { status: 500 } : {}),
  }))
  const { total, bad } = found(measurements, 'llm.closed.errors').data as TallyData
  expect(total).toBe(made)
  expect(bad).toBe(Math.floor(made / 3))
  const { perSecond, tokens } = throughputOf(measurements)
  expect(tokens).toBe((total - bad) * TOKENS)
  // Two clients, each of whom waits for 50 ms at least.
  expect(perSecond).toBeLessThanOrEqual((CLIENTS * TOKENS * 1000) / 49)
  expect(spent.tokens).toBe((total - bad) * (7 + TOKENS))
})

test('the budget ends it before its time, and is not passed', async () => {
  const { made, spent, measurements } = await measured(() => ({ lateMs: 5 }), { usd: 1, tokens: 400 })
  expect(made).toBeGreaterThan(0)
  expect(spent.tokens).toBe(made * (7 + TOKENS))
  expect(spent.tokens).toBeLessThanOrEqual(400)
  const { doubts } = found(measurements, 'llm.closed.latency')
  expect(doubts.map(({ kind }) => kind)).toContain('load-not-applied')
})

test('without a good answer there is no throughput', async () => {
  const { measurements } = await measured(() => ({ status: 500 }))
  expect((found(measurements, 'llm.throughput').data as SamplesData).points).toEqual([])
})
