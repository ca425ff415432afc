import { AmqpPublisher } from '../../../load/amqp/amqp-publisher.ts'
import { amqpOperation } from '../../../load/amqp/amqp-operation.ts'
import { systemClock } from '../../../load/clock.ts'
import { GivingUp } from '../../../load/loops/giving-up.ts'
import { runOpenLoop } from '../../../load/loops/open-loop.ts'
import { OperationRecord } from '../../../load/loops/operation-record.ts'
import type { Operation } from '../../../load/loops/operation.ts'
import { withHealth } from '../../../load/measure/health/with-health.ts'
import { readWhole } from '../../../load/measure/histogram.ts'
import { Recording } from '../../../load/measure/recording.ts'
import { PostgresPool } from '../../../load/postgres/postgres-pool.ts'
import { postgresOperation } from '../../../load/postgres/postgres-operation.ts'
import { RedisConnections } from '../../../load/redis/redis-connections.ts'
import { redisOperation } from '../../../load/redis/redis-operation.ts'
import { benchQueues } from './bench-queues.ts'
import { answerServiceContest, MOST_WAITING, VALUE } from './contest.ts'
import type { ServiceContest } from './contest.ts'

const TIMEOUT_MS = 10_000

/** The suite's own open loop, with its record, its doubts and its watch on itself. */
answerServiceContest(async contest => {
  const operation = await openInstrument(contest)
  return async seconds => {
    const recording = new Recording()
    const measured = await withHealth('bench', {}, { clock: systemClock, recording }, async watched => {
      const { health, startMs } = watched
      const record = new OperationRecord(
        { metric: 'bench', labels: {}, timeoutMs: TIMEOUT_MS, startMs },
        recording,
      )
      const shape = { kind: 'constant', perSecond: contest.perSecond, durationMs: 1000 * seconds } as const
      const givingUp = new GivingUp(systemClock)
      await runOpenLoop([{ operation, arrivals: shape, record }], startMs, {
        health,
        givingUp,
        clock: systemClock,
      })
      return (window, doubts) => record.measurements(window, doubts)
    })
    return () => {
      const { data } = measured.find(({ metric }) => metric === 'bench.latency') ?? {}
      if (data?.kind !== 'histogram') throw new TypeError('Nothing was measured.')
      const whole = readWhole(data)
      return {
        done: data.n - data.censored,
        p50Ms: whole.percentile(50),
        p99Ms: whole.percentile(99),
      }
    }
  }
})

async function openInstrument({ service, url, prefix }: ServiceContest): Promise<Operation> {
  switch (service) {
    case 'redis': {
      const connections = await RedisConnections.open({ url })
      const command = (index: number): string[] => ['SET', `${prefix}${index % 1000}`, VALUE, 'PX', '60000']
      return redisOperation(connections, { command, timeoutMs: TIMEOUT_MS }, systemClock)
    }
    case 'postgres': {
      const pool = await PostgresPool.open({ url, connections: 10 })
      const statement = (index: number) => ({ text: 'SELECT $1::int AS value', values: [index] })
      return postgresOperation(pool, { statement, timeoutMs: TIMEOUT_MS }, systemClock)
    }
    case 'rabbitmq': {
      const queue = benchQueues.contested({ prefix })
      const publisher = await AmqpPublisher.open(
        { url },
        async channel => void (await channel.assertQueue(queue, { durable: true, maxLength: MOST_WAITING })),
      )
      const body = Buffer.from(VALUE)
      const message = (index: number) => ({ id: `${index}`, routingKey: queue, body })
      return amqpOperation(publisher, { message, timeoutMs: TIMEOUT_MS }, systemClock)
    }
  }
}
