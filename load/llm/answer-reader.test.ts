import { expect, test } from '@playwright/test'
import { AnswerReader } from './answer-reader.ts'
import { dialects } from './dialects/dialects.ts'

interface Event {
  text?: string
  finish?: string
  usage?: { prompt?: number; completion: number; reasoning?: number; total?: number }
}

/** What is wrong with a stream of OpenAI's form, of which at most ten tokens were asked for. */
function wrongWith(events: readonly Event[], mostTokens = 10): string | undefined {
  const reader = new AnswerReader(dialects.openai, mostTokens)
  reader.onHead(200, { 'content-type': 'text/event-stream' }, 0)
  for (const { text, finish, usage } of events) {
    const choices = [{ delta: { content: text }, finish_reason: finish }]
    const told = usage && {
      prompt_tokens: usage.prompt ?? 5,
      completion_tokens: usage.completion,
      total_tokens: usage.total,
      completion_tokens_details: { reasoning_tokens: usage.reasoning },
    }
    reader.onBody(Buffer.from(`data: ${JSON.stringify({ choices, usage: told })}\n\n`), 1)
  }
  const fault = reader.close()
  return fault && `${fault.cause}: ${fault.example}`
}

const said: Event[] = [{ text: 'a' }, { text: 'b' }, { finish: 'stop' }]

for (const [what, usage, wrong] of [
  ['as many as came', { completion: 2, total: 7 }, undefined],
  ['several in an event', { completion: 10 }, undefined],
  ['the token that ends it too', { completion: 11 }, undefined],
  ['thoughts, which are not limited', { completion: 42, reasoning: 40 }, undefined],
  ['thoughts in the sum only', { completion: 2, total: 60 }, undefined],
  ['fewer than came', { completion: 1 }, '2 events with tokens, and a usage of 1 tokens'],
  ['more than were asked for', { completion: 12 }, 'at most 10 tokens were asked for, and a usage of 12'],
  [
    'a sum below its parts',
    { completion: 2, total: 6 },
    '5 tokens of the prompt and 2 of the answer, and 6 together',
  ],
] as const) {
  test(`a usage of ${what} is ${wrong === undefined ? 'good' : 'none that can be'}`, () => {
    const found = wrong === undefined ? undefined : `usage contradicts the stream: ${wrong}`
    expect(wrongWith([...said, { usage }])).toBe(found)
  })
}

test('a usage that is told again and again only grows', () => {
  const told = (...counts: number[]): Event[] => counts.map(completion => ({ usage: { completion } }))
  expect(wrongWith([...said, ...told(1, 2, 2)])).toBeUndefined()
  expect(wrongWith([...said, ...told(1, 5, 3)])).toBe(
    'usage contradicts the stream: a usage of 5 tokens, and then of 3',
  )
})

test('where nobody says how long an answer may be it may be of any length', () => {
  expect(wrongWith([...said, { usage: { completion: 500 } }], Infinity)).toBeUndefined()
})
