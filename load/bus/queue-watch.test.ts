import { expect, test } from '@playwright/test'
import { unackedIn } from './queue-watch.ts'

const METRICS = `# TYPE rabbitmq_queue_messages_unacked gauge
rabbitmq_queue_messages_ready{vhost="/",queue="one"} 6
rabbitmq_queue_messages_unacked{vhost="/",queue="one"} 4
rabbitmq_queue_messages_unacked{vhost="/",queue="two"} 30
rabbitmq_queue_messages_unacked{vhost="/",queue="other"} 500
`

test('what is not acknowledged is summed over the queues, and unknown where one is not told of', () => {
  expect(unackedIn(METRICS, ['one', 'two'])).toBe(34)
  expect(unackedIn(METRICS, ['one'])).toBe(4)
  expect(unackedIn(METRICS, ['one', 'three'])).toBeUndefined()
  expect(unackedIn('', ['one'])).toBeUndefined()
})
