import { expect, test } from '@playwright/test'
import { rules } from './rules.ts'
import type { Read, Verdict } from './rules.ts'

const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`
const chunk = (value: object): string => event({ object: 'chat.completion.chunk', ...value })
const said = (content: string): string => chunk({ choices: [{ delta: { content } }] })
const role = chunk({ choices: [{ delta: { role: 'assistant' } }] })
const usage = (tokens: number): string => chunk({ choices: [], usage: { completion_tokens: tokens } })
const at = (...reads: [atMs: number, text: string][]): Read[] => reads.map(([atMs, text]) => ({ atMs, text }))

/** What each makes of a stream, in the order of their names in the table. */
const judged = (reads: readonly Read[]): Verdict[] => rules.map(rule => rule.judge(reads, 0))

test('a role is a first token for one, and a crash on usage for another', () => {
  const reads = at([2, role], [300, said('a')], [350, said('b')], [350, usage(2) + 'data: [DONE]\n\n'])
  expect(judged(reads)).toEqual([
    { kind: 'success', ttftMs: 2, tpotMs: 348, tokens: 2 },
    { kind: 'crash' },
    { kind: 'success', ttftMs: 300, tpotMs: 50, tokens: 2 },
    { kind: 'success', ttftMs: 300, tpotMs: 50, tokens: 2 },
  ])
})

test('a comment loses the request for one, and crashes another', () => {
  expect(judged(at([100, ': keep-alive\n\n'], [300, said('a')], [350, said('b')]))).toMatchObject([
    { kind: 'lost' },
    { kind: 'crash' },
    { kind: 'success', ttftMs: 300 },
    { kind: 'success', ttftMs: 300 },
  ])
})

test('an error in the stream is a success for one, and its end without a reason for all', () => {
  expect(
    judged(at([300, said('a')], [350, event({ error: { message: 'failed' } })])).map(({ kind }) => kind),
  ).toEqual(['success', 'failed', 'failed', 'failed'])
  expect(judged(at([300, said('a')], [350, said('b')])).map(({ kind }) => kind)).toEqual([
    'success',
    'success',
    'success',
    'success',
  ])
})

test('several tokens in the first chunk are taken for one by all that divide by the others', () => {
  const reads = at([300, said('a b')], [400, said('c d')], [400, usage(4) + 'data: [DONE]\n\n'])
  const [, , guidellm, aiperf] = judged(reads)
  for (const one of [guidellm, aiperf]) expect(one).toMatchObject({ ttftMs: 300, tokens: 4 })
  expect(guidellm?.kind === 'success' && guidellm.tpotMs).toBeCloseTo(33.3, 1)
  expect(aiperf?.kind === 'success' && aiperf.tpotMs).toBeCloseTo(33.3, 1)
})
