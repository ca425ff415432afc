import { expect, test } from '@playwright/test'
import { readWhole } from '../measure/distribution.ts'
import { Recording } from '../measure/recording.ts'
import { EVENT, VISIBLE } from './llm-call.ts'
import type { Called } from './llm-call.ts'
import { LlmFigures } from './llm-figures.ts'

/** A good call, due at 0, whose first token came then. */
const called = (firstMs: number, input: number, cachedInput: number): Called => ({
  outcome: {
    startMs: 0,
    endMs: firstMs + 10,
    fault: undefined,
    marks: [
      { name: EVENT, ms: firstMs },
      { name: EVENT, ms: firstMs + 10 },
    ],
    sizes: undefined,
    values: undefined,
  },
  usage: { input, cachedInput, output: 2, reasoning: 0 },
  finish: 'stop',
  streamed: 2,
  id: undefined,
  status: 200,
  retryAfter: undefined,
  headers: {},
  setUpMs: 0,
})

test('first tokens are kept by how much of a prompt had to be read, to the power of two above, and of each length a hundred', () => {
  const figures = new LlmFigures({ provider: 'one' }, { input: 0, output: 0 }, 10_000, new Recording())
  for (const [firstMs, input, cached] of [
    [100, 64, 0],
    [110, 65, 1],
    [150, 65, 0],
    [10, 100, 100],
  ] as const)
    figures.add(called(firstMs, input, cached), 0)
  for (let call = 0; call < 150; call++) figures.add(called(900, 1000, 0), 0)
  const byLength = figures
    .measurements({ startMs: 0, endMs: 1 }, [])
    .filter(({ metric }) => metric === 'llm.ttft.prompt')
    .map(({ labels, data }) => [
      labels,
      data.kind === 'samples' ? data.points.map(({ value }) => value) : undefined,
    ])
  const of = (tokens: string) => ({ provider: 'one', tokens })
  expect(byLength).toEqual([
    [of('64'), [100, 110]],
    [of('128'), [150]],
    [of('1'), [10]],
    [of('1024'), Array.from({ length: 100 }, () => 900)],
  ])
})

// By hand: 10 x 0.1 + 2 x 0.4 of a million, and 900,000 x 15 + 2 x 60: a histogram is right to a thousandth, and holds up to 3.6 million.
for (const [what, prices, input, usd] of [
  ['a cheap model', { input: 0.1, output: 0.4 }, 10, 0.18],
  ['a long prompt to a dear model', { input: 15, output: 60 }, 900_000, 1_350_012],
] as const)
  test(`what 100,000 calls to ${what} cost is right to a half per cent`, () => {
    const figures = new LlmFigures({ provider: 'one' }, prices, 10_000, new Recording())
    figures.add(called(100, input, 0), 0)
    const price = figures
      .measurements({ startMs: 0, endMs: 1 }, [])
      .find(({ metric }) => metric === 'llm.price')
    if (price?.data.kind !== 'histogram') throw new Error('no price')
    expect(price.data.overflow).toBe(0)
    expect(Math.abs(readWhole(price.data).percentile(50) / usd - 1)).toBeLessThan(0.005)
  })

/** Kept of one call that was due at 0 and timed out after 10 s, whose events came so. */
function keptOfLate(arrivals: readonly number[], finish?: string, setUpMs = 0) {
  const figures = new LlmFigures({ provider: 'one' }, { input: 0, output: 0 }, 10_000, new Recording())
  const good = called(0, 10, 0)
  const marks = [
    ...arrivals.map(ms => ({ name: EVENT, ms })),
    ...arrivals.slice(0, 1).map(ms => ({ name: VISIBLE, ms })),
  ]
  const fault = { kind: 'timeout', cause: 'timeout', example: '' } as const
  const outcome = { ...good.outcome, endMs: 10_000, fault, marks }
  figures.add({ ...good, outcome, finish, setUpMs, usage: undefined, streamed: undefined }, 0)
  return figures.measurements({ startMs: 0, endMs: 1 }, []).flatMap(({ metric, data }) => {
    if (data.kind !== 'histogram') return []
    const whole = readWhole(data)
    return whole.n === 0
      ? []
      : [[metric, whole.n, data.censored, Number(whole.percentile(100).toPrecision(2))]]
  })
}

test('a call without a token in time has its time-out as the least time to the first token', () => {
  expect(keptOfLate([])).toEqual([
    ['llm.ttft', 1, 1, 10_000],
    ['llm.ttft.visible', 1, 1, 10_000],
  ])
})

test('a stall that outlasts the time-out is a gap of at least what was left', () => {
  expect(keptOfLate([1000, 1100, 1200])).toEqual([
    ['llm.ttft', 1, 0, 1000],
    ['llm.ttft.visible', 1, 0, 1000],
    ['llm.gap', 3, 1, 8800],
    ['llm.stall', 1, 1, 8800],
  ])
})

test('the set-up of a connection is no part of what was waited for', () => {
  expect(keptOfLate([], undefined, 900)).toEqual([
    ['llm.ttft', 1, 1, 9100],
    ['llm.ttft.visible', 1, 1, 9100],
  ])
  // From 9500 on until 10 000.
  expect(keptOfLate([9000, 9500], undefined, 900)).toEqual([
    ['llm.ttft', 1, 0, 8100],
    ['llm.ttft.visible', 1, 0, 8100],
    ['llm.gap', 2, 1, 500],
    ['llm.stall', 1, 1, 500],
  ])
})

test('a stream that said all and does not end has stalled nowhere', () => {
  expect(keptOfLate([1000, 1100, 1200], 'stop')).toEqual([
    ['llm.ttft', 1, 0, 1000],
    ['llm.ttft.visible', 1, 0, 1000],
    ['llm.gap', 2, 0, 100],
    ['llm.stall', 1, 0, 100],
    ['llm.events', 1, 0, 3],
    ['llm.events.read', 1, 0, 1],
  ])
})

test('events that something gathered are told to come together', () => {
  // Six events by two reads.
  const kept = keptOfLate([1000, 1000, 1000, 1000, 1100, 1100], 'stop')
  expect(kept).toContainEqual(['llm.events.read', 1, 0, 3])
  expect(kept).toContainEqual(['llm.gap', 5, 0, 100])
})
