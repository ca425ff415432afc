import type { Clock } from '../clock.ts'
import type { Operation } from '../loops/operation.ts'
import { timedOperation } from '../service/timed-operation.ts'
import { amqpFault } from './amqp-fault.ts'
import type { AmqpPublisher, Outgoing } from './amqp-publisher.ts'

/** What is published. */
export interface AmqpWork {
  /** @returns the message of an arrival, from 0 */
  message: (index: number) => Outgoing
  /** Of each message until its confirm, from its intended start, ms. */
  timeoutMs: number
}

/**
 * @returns messages, one for each arrival, as operations: each is over when the broker has confirmed it. Whether one was taken that ends with a time-out, or with a
 *   connection that was lost, is not known.
 */
export function amqpOperation(
  publisher: AmqpPublisher,
  { message, timeoutMs }: AmqpWork,
  clock: Clock,
): Operation {
  return timedOperation(
    (index, unit) => publisher.publish(message(index), fault => (fault ? unit.failed(fault) : unit.done())),
    {
      clock,
      timeoutMs,
      faultOf: amqpFault,
      lateCause: () => {
        const { blocked } = publisher
        return blocked === undefined ? 'timeout' : `timeout, the broker takes no messages: ${blocked}`
      },
    },
  )
}
