import { expect, test } from '@playwright/test'
import { adviceBy, events, runOf, sloOf, times, visits } from '../testing/example-run.ts'
import { testRules } from '../testing/rule-rows.ts'

const known = { provider: 'embedded' }
const overhead = sloOf('agent.overhead', 'p(95)<100')
const total = sloOf('agent.overhead.total', 'p(95)<100')

test('what a platform adds before the first token is told from what it adds with each', () => {
  const added = (firstMs: number, lastMs: number) =>
    adviceBy(
      'platform-overhead',
      runOf(
        [overhead, total],
        [times('agent.overhead', known, () => firstMs), times('agent.overhead.total', known, () => lastMs)],
      ),
    )
  expect(added(150, 155)?.text).toContain('By the first token it has added 150 ms')
  expect(added(150, 155)?.next).toContain('before the model is asked')
  expect(added(10, 300)?.next).toContain('after the first token')
  expect(added(10, 20)).toBeUndefined()
})

test('of answers that the page shows late the longest stretch of the way is named', () => {
  const shown = (receivedMs: number, domMs: number, frameMs: number) =>
    adviceBy(
      'late-answers',
      runOf(
        [sloOf('ai.paint', 'p(95)<300')],
        [
          times('ai.paint', known, () => receivedMs + domMs + frameMs),
          times('ai.paint.received', known, () => receivedMs),
          times('ai.paint.dom', known, () => domMs),
          times('ai.paint.frame', known, () => frameMs),
        ],
      ),
    )
  expect(shown(600, 5, 10)?.text).toContain(
    '600 ms until the page receives it, 5.0 ms until it is in the DOM',
  )
  expect(shown(600, 5, 10)?.next).toContain('passes answers on')
  expect(shown(20, 500, 10)?.next).toContain('does with one message')
  expect(shown(20, 10, 500)?.next).toContain('one frame of the page')
  expect(shown(20, 5, 10)).toBeUndefined()
})

test('calls that fail at the provider are told from those that fail through the platform', () => {
  const failing = (metric: string) =>
    adviceBy(
      'failed-calls',
      runOf([sloOf(metric, 'rate<0.01')], [events(metric, known, 120, { 'status 500': 12 })]),
    )
  expect(failing('llm.errors')?.text).toContain('Calls fail: status 500 12')
  expect(failing('llm.errors')?.next).toContain('ask again after a 429')
  expect(failing('agent.errors')?.text).toContain('Calls through the platform fail: status 500 12')
  expect(failing('agent.errors')?.next).toContain('llm.errors')
})

const firstToken = sloOf('llm.ttft', 'p(95)<500')
const gap = sloOf('llm.gap', 'p(95)<100')
const cost = sloOf('llm.cost', 'count==0', { unit: 'count', minSamples: 1 })
const atOnce = sloOf('llm.concurrent', 'med<1.5', { unit: 'times', minSamples: 10 })
const limit = sloOf('llm.ratelimit', 'count==0', { unit: 'count', minSamples: 1 })
const of = (metric: string, ms: number) => times(metric, known, () => ms)
/** One in ten takes 5 s. */
const someOf = (metric: string, ms: number) =>
  times(metric, known, (_through, index) => (index % 10 === 0 ? 5000 : ms))

testRules([
  {
    what: 'each first token is late',
    rule: 'slow-first-token',
    slos: [firstToken],
    slow: [of('llm.ttft', 900), of('llm.gap', 20)],
    text: 'The quickest twentieth takes 900 ms too. Tokens then follow each other every 20',
    next: 'look at the length of the prompts',
    good: [of('llm.ttft', 90), of('llm.gap', 20)],
  },
  {
    what: 'some first tokens are late',
    rule: 'slow-first-token',
    slos: [firstToken],
    slow: [someOf('llm.ttft', 60)],
    text: 'Half take 60',
    next: 'Look for a queue at the provider',
    good: [of('llm.ttft', 60)],
  },
  {
    what: 'tokens stop',
    rule: 'token-stalls',
    slos: [gap],
    slow: [someOf('llm.gap', 20), of('llm.stall', 5000)],
    text: 'The longest gap of a call is 5.00 s in half of the calls (llm.stall).',
    next: 'Look at what preempts an answer at the provider',
    good: [of('llm.gap', 20), of('llm.stall', 30)],
  },
  {
    what: 'calls are accounted for wrongly',
    rule: 'wrong-cost',
    slos: [cost],
    slow: [events('llm.cost', known, 120, { 'input tokens differ': 12 })],
    text: 'Calls are accounted for wrongly: input tokens differ 12',
    next: 'cached tokens counted twice',
    good: [events('llm.cost', known, 120)],
  },
  {
    what: 'calls wait for each other',
    rule: 'calls-queue',
    slos: [atOnce],
    slow: [visits('llm.concurrent', known, [8], 'times')],
    text: 'Ten calls at once wait longer for their first token than one: llm.concurrent median 8',
    next: 'raise how many calls the engine takes at once',
    good: [visits('llm.concurrent', known, [1.1], 'times')],
  },
  {
    what: 'calls slow each other down',
    rule: 'calls-slow-down',
    slos: [sloOf('llm.concurrent.tpot', 'med<0.2', { unit: 'ratio', minSamples: 10 })],
    slow: [visits('llm.concurrent.tpot', known, [0.9], 'ratio')],
    text: 'Ten answers at once have their tokens slower than one: llm.concurrent.tpot median 90 %',
    next: 'They share what makes tokens',
    good: [visits('llm.concurrent.tpot', known, [0.1], 'ratio')],
  },
  {
    what: 'calls past the limit are refused wrongly',
    rule: 'model-limit',
    slos: [limit],
    slow: [events('llm.ratelimit', known, 40, { 'no Retry-After': 20 })],
    text: 'Calls past the limit are refused wrongly: no Retry-After 20',
    next: 'Refuse with 429 and a Retry-After',
    good: [events('llm.ratelimit', known, 40)],
  },
])
