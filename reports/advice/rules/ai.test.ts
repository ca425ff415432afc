import { expect, test } from '@playwright/test'
import { adviceBy, events, runOf, sloOf, times } from '../testing/example-run.ts'

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
