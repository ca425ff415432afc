import { AmqpQueues } from '../../../load/amqp/amqp-queues.ts'

/** Where a broker is, and how the names begin of what is created in it. */
export interface BenchBroker {
  url: string
  prefix: string
}

/** The queues that benchmarks declare. They are durable: nobody but who declares them removes them. */
export const benchQueues = {
  /** What the contenders publish to. */
  contested: ({ prefix }: Pick<BenchBroker, 'prefix'>): string => `${prefix}bench`,
  /** Whose messages are accounted for. */
  accounted: ({ prefix }: Pick<BenchBroker, 'prefix'>): string => `${prefix}accounted`,
}

/** Removes the queues that benchmarks have declared in a broker; none that is not there. @throws ServiceError when RabbitMQ can't be used */
export async function removeBenchQueues(broker: BenchBroker): Promise<void> {
  const queues = await AmqpQueues.open(broker)
  try {
    for (const nameOf of Object.values(benchQueues)) await queues.remove(nameOf(broker))
  } finally {
    await queues.close()
  }
}
