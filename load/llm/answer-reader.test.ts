import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { AnswerReader } from './answer-reader.ts'
import { dialects } from './dialects/dialects.ts'
import { costOf } from './prices.ts'

interface Event {
  text?: string
  finish?: string
  usage?: { prompt?: number; completion: number; reasoning?: number; total?: number }
}

const eventOf = (value: object): Buffer => Buffer.from(`data: ${JSON.stringify(value)}\n\n`)

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
    reader.onBody(eventOf({ choices, usage: told }), 1)
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
    'more thoughts than tokens',
    { completion: 3, total: 30, reasoning: 4 },
    'a usage of 3 tokens, and of 4 that are thoughts among them',
  ],
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

/** What is told of a call of OpenAI's form, as a provider's own answer had it. */
const usageOf = (usage: object) => dialects.openai.read({ choices: [], usage }).usage

test('thoughts that a provider counts beside the tokens of an answer are tokens of the answer', () => {
  const thoughts = { completion_tokens_details: { reasoning_tokens: 386 } }
  // grok-3-mini: https://github.com/vercel/ai/pull/12425
  expect(usageOf({ prompt_tokens: 12, completion_tokens: 1, total_tokens: 399, ...thoughts })).toEqual({
    input: 12,
    output: 387,
    reasoning: 386,
  })
  expect(usageOf({ prompt_tokens: 12, completion_tokens: 1, ...thoughts })).toMatchObject({ output: 387 })
  // gemini-2.5-flash names them nowhere else.
  expect(usageOf({ prompt_tokens: 20, completion_tokens: 198, total_tokens: 623 })).toEqual({
    input: 20,
    output: 603,
    reasoning: 405,
  })
  // OpenAI counts them among the answer's.
  expect(usageOf({ prompt_tokens: 12, completion_tokens: 400, total_tokens: 412, ...thoughts })).toEqual({
    input: 12,
    output: 400,
    reasoning: 386,
  })
  // Where the sum is another, nobody knows what it is of.
  expect(
    usageOf({ prompt_tokens: 12, completion_tokens: 400, total_tokens: 500, ...thoughts }),
  ).toMatchObject({
    output: 400,
  })
})

test('an answer whose thoughts are shown and counted beside it is good', () => {
  const reader = new AnswerReader(dialects.openai, 10)
  reader.onHead(200, { 'content-type': 'text/event-stream' }, 0)
  const usage = {
    prompt_tokens: 5,
    completion_tokens: 1,
    total_tokens: 9,
    completion_tokens_details: { reasoning_tokens: 3 },
  }
  const deltas = [...Array.from({ length: 3 }, () => ({ reasoning_content: 'hm' })), { content: 'a' }]
  for (const delta of deltas) reader.onBody(eventOf({ choices: [{ delta }] }), 1)
  reader.onBody(eventOf({ choices: [{ delta: {}, finish_reason: 'stop' }], usage }), 2)
  expect(reader.close()).toBeUndefined()
  expect(reader.usage).toMatchObject({ output: 4, reasoning: 3 })
})

test('parts of a text are tokens, and those of thoughts are thoughts', () => {
  const token = (content: unknown) => dialects.openai.read({ choices: [{ delta: { content } }] }).token
  const thinking = (text: string) => [{ type: 'thinking', thinking: [{ type: 'text', text }] }]
  expect(token(thinking('Hm.'))).toBe('reasoning')
  expect(token([{ type: 'text', text: 'Yes.' }])).toBe('text')
  for (const none of [thinking(''), [{ type: 'text', text: '' }], [], null])
    expect(token(none)).toBeUndefined()
})

test('what can not be a count is none', () => {
  const told = {
    prompt_tokens: Infinity,
    completion_tokens: -1,
    prompt_tokens_details: { cached_tokens: '5' },
  }
  expect(usageOf(told)).toEqual({})
})

test('tokens that are cached and no part of the prompt contradict it, and cost no less than nothing', () => {
  const reader = new AnswerReader(dialects.openai)
  reader.onHead(200, { 'content-type': 'text/event-stream' }, 0)
  const usage = { prompt_tokens: 10, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 90 } }
  reader.onBody(eventOf({ choices: [{ delta: { content: 'a' }, finish_reason: 'stop' }], usage }), 1)
  expect(reader.close()?.example).toBe('10 tokens of the prompt, and 90 of them cached')
  const known = { input: 10, cachedInput: 90, output: 1, reasoning: 0 }
  expect(costOf(known, { input: 10, cachedInput: 1, output: 20 })).toBeCloseTo(0.000_11, 9)
})

test("a stream of Anthropic's form may end as OpenAI's do, and a block begin with its text", () => {
  const reader = new AnswerReader(dialects.anthropic)
  reader.onHead(200, { 'content-type': 'text/event-stream' }, 0)
  for (const [atMs, told] of [
    [1, { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }],
    [2, { type: 'content_block_start', index: 1, content_block: { type: 'text', text: 'Yes.' } }],
    [3, { type: 'content_block_delta', index: 1, delta: { type: 'signature_delta', signature: 'x' } }],
    [4, { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 3 } }],
  ] as const)
    reader.onBody(eventOf(told), atMs)
  reader.onBody(Buffer.from('data: [DONE] \n\n'), 5)
  expect(reader.close()).toBeUndefined()
  expect([reader.arrivals, reader.isEnded]).toEqual([[2], true])
})

test("a piece of a tool's call that holds nothing is no token", () => {
  const token = (call: object) => dialects.openai.read({ choices: [{ delta: { tool_calls: [call] } }] }).token
  expect(token({ index: 0, id: 'call_0', function: { name: 'lookup', arguments: '' } })).toBe('tool')
  expect(token({ index: 0, function: { arguments: '{"' } })).toBe('tool')
  expect(token({ index: 0, function: { arguments: '' } })).toBeUndefined()
  expect(token({ index: 0, id: 'call_0', function: { name: null, arguments: null } })).toBeUndefined()
  expect(token({ index: 0, custom: { input: 'x' } })).toBe('tool')
})

test('a usage that is told again and again only grows', () => {
  const told = (...counts: number[]): Event[] => counts.map(completion => ({ usage: { completion } }))
  expect(wrongWith([...said, ...told(1, 2, 2)])).toBeUndefined()
  expect(wrongWith([...said, ...told(1, 5, 3)])).toBe(
    'usage contradicts the stream: a usage of 5 tokens, and then of 3',
  )
})

for (const [finish, wrong] of [
  ['stop', undefined],
  ['length', undefined],
  ['content_filter', undefined],
  ['error', 'given up by the provider: after 2 events, finish reason error'],
  ['abort', 'given up by the provider: after 2 events, finish reason abort'],
  [
    'insufficient_system_resource',
    'given up by the provider: after 2 events, finish reason insufficient_system_resource',
  ],
] as const) {
  test(`an answer that ends with ${finish} is ${wrong === undefined ? 'good' : 'no success'}`, () => {
    expect(wrongWith([{ text: 'a' }, { text: 'b' }, { finish }])).toBe(wrong)
  })
}

/** A reader of an answer that came with a coding. */
function codedBy(coding: string, status: number, body: string): AnswerReader {
  const reader = new AnswerReader(dialects.openai)
  reader.onHead(status, { 'content-type': 'text/event-stream', 'content-encoding': coding }, 0)
  const bytes = coding === 'gzip' ? gzipSync(body) : Buffer.from(body)
  for (const byte of bytes) reader.onBody(Buffer.from([byte]), 1)
  return reader
}

test('a stream that is compressed though nobody asked for it is told as such, and not as one that broke off', () => {
  const stream = `data: ${JSON.stringify({ choices: [{ delta: { content: 'a' }, finish_reason: 'stop' }] })}\n\n`
  expect(codedBy('gzip', 200, stream).close()).toEqual({
    cause: 'compressed stream',
    example: 'Content-Encoding: gzip, and identity was asked for',
  })
  expect(codedBy('identity', 200, stream).close()).toBeUndefined()
})

test('what a refusal says is read whatever its coding, and in its own characters', () => {
  for (const coding of ['gzip', 'identity']) {
    expect(codedBy(coding, 400, '{"error":"naïve 🙂"}').refusal).toBe('{"error":"naïve 🙂"}')
  }
  expect(codedBy('br', 400, 'x').refusal).toBe('')
})

test('where nobody says how long an answer may be it may be of any length', () => {
  expect(wrongWith([...said, { usage: { completion: 500 } }], Infinity)).toBeUndefined()
})
