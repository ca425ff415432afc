import { expect, test } from '@playwright/test'
import { adviceBy, events, runOf, sloOf, times } from '../testing/example-run.ts'

const simple = { kind: 'simple' }
const complex = { kind: 'complex' }
const ack = sloOf('slack.ack', 'p(95)<3000', { where: simple })
const response = sloOf('slack.latency', 'p(95)<3000', { where: simple })
const answered = sloOf('slack.errors', 'count==0', { by: 'kind', unit: 'count' })
const rules = sloOf('slack.violations', 'count==0', { unit: 'count' })
const lateAck = times('slack.ack', simple, () => 3500)
const quickAck = times('slack.ack', simple, () => 3)

test('an acknowledgement that comes after the answer is told with how long after', () => {
  const answers = times('slack.latency', simple, () => 500)
  const advice = adviceBy('slack-late-ack', runOf([ack], [lateAck, answers]))
  expect(advice?.text).toContain('The answer is posted 3.00 s before')
  const before = adviceBy(
    'slack-late-ack',
    runOf([ack], [lateAck, times('slack.latency', simple, () => 4000)]),
  )
  expect(before?.text).not.toContain('before')
  expect(adviceBy('slack-late-ack', runOf([ack], [quickAck]))).toBeUndefined()
})

test('answers that take as long for five steps as for one are not put down to the model', () => {
  const slow = (ofComplex: number) =>
    adviceBy(
      'slack-slow-answer',
      runOf(
        [response],
        [
          quickAck,
          times('slack.latency', simple, () => 4000),
          times('slack.latency', complex, () => ofComplex),
        ],
      ),
    )
  expect(slow(4100)?.next).toContain('it is not the model')
  expect(slow(20_000)?.next).toContain('Each step adds to it')
  expect(slow(4100)?.text).toContain('The event is acknowledged in 3.0 ms.')
})

test('messages that have no answer after a refusal are told from those that have none at all', () => {
  const lost = { 'no answer was posted': 3 }
  const limited = adviceBy(
    'slack-unanswered',
    runOf(
      [answered],
      [events('slack.errors', simple, 40), events('slack.errors', { kind: 'limited' }, 20, lost)],
    ),
  )
  expect(limited?.text).toContain('3 of 20 messages from Slack have no answer: no answer was posted')
  expect(limited?.next).toContain('Retry-After')
  const all = adviceBy('slack-unanswered', runOf([answered], [events('slack.errors', simple, 40, lost)]))
  expect(all?.next).toContain('event_id')
})

test('an answer that is held back is told beside the time of the model, and an acknowledgement after it too', () => {
  const publish = sloOf('slack.publish', 'p(95)<100', { by: 'kind' })
  const order = sloOf('slack.order', 'count==0', { by: 'kind', unit: 'count' })
  const run = runOf(
    [publish, order],
    [
      times('slack.publish', simple, () => 400),
      times('slack.model', simple, () => 600),
      events('slack.order', simple, 40, { "acknowledged after the model's answer": 40 }),
    ],
  )
  expect(adviceBy('slack-late-post', run)?.text).toContain(
    'half wait 400 ms, while the model is at work for 600 ms',
  )
  expect(adviceBy('slack-ack-last', run)?.next).toContain('before the model is asked')
  const early = runOf(
    [publish, order],
    [times('slack.publish', simple, () => 5), events('slack.order', simple, 40)],
  )
  expect(adviceBy('slack-late-post', early)).toBeUndefined()
  expect(adviceBy('slack-ack-last', early)).toBeUndefined()
})

test('what is let in weighs more than what is answered twice', () => {
  const told = (causes: Record<string, number>) =>
    adviceBy('slack-rules', runOf([rules], [events('slack.violations', {}, 32, causes)]))
  expect(told({ 'a forged signature was let in': 6 })?.next).toContain('Anybody who finds the address')
  expect(told({ 'an event was answered more than once': 6 })?.next).toContain('Keep the event_id')
  expect(told({})).toBeUndefined()
})
