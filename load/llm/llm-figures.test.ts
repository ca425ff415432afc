import { expect, test } from '@playwright/test'
import { Recording } from '../measure/recording.ts'
import { EVENT } from './llm-call.ts'
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
  streamed: 2,
  id: undefined,
  status: 200,
  retryAfter: undefined,
  headers: {},
  setUpMs: 0,
})

test('first tokens are kept by how much of a prompt had to be read, to the power of two above, and of each length a hundred', () => {
  const figures = new LlmFigures({ provider: 'one' }, { input: 0, output: 0 }, new Recording())
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
