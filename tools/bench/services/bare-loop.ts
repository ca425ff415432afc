import { connect } from 'amqplib'
import { Pool } from 'pg'
import { createClient } from 'redis'
import { arrivals } from '../../../load/arrivals.ts'
import { systemClock } from '../../../load/clock.ts'
import { runSchedule } from '../../../load/schedule.ts'
import { benchQueues } from './bench-queues.ts'
import { answerServiceContest, MOST_WAITING, percentilesOf, VALUE } from './contest.ts'
import type { ServiceContest } from './contest.ts'

/** The floor: the client itself, at the same pace, latencies in an array. */
answerServiceContest(async contest => {
  const work = await openClient(contest)
  return async seconds => {
    const timesMs: number[] = []
    const underWay: Promise<number>[] = []
    const shape = { kind: 'constant', perSecond: contest.perSecond, durationMs: 1000 * seconds } as const
    await runSchedule(arrivals(shape), systemClock.nowMs(), systemClock, (index, intendedMs) => {
      underWay.push(work(index).then(() => timesMs.push(systemClock.nowMs() - intendedMs)))
    })
    await Promise.all(underWay)
    return () => percentilesOf(timesMs)
  }
})

async function openClient({
  service,
  url,
  prefix,
}: ServiceContest): Promise<(index: number) => Promise<unknown>> {
  switch (service) {
    case 'redis': {
      const client = createClient({ url, RESP: 2 }).on('error', () => {})
      await client.connect()
      return index => client.sendCommand(['SET', `${prefix}${index % 1000}`, VALUE, 'PX', '60000'])
    }
    case 'postgres': {
      const pool = new Pool({ connectionString: url, max: 10 })
      return index => pool.query('SELECT $1::int AS value', [index])
    }
    case 'rabbitmq': {
      const connection = await connect(url)
      const channel = await connection.createConfirmChannel()
      const queue = benchQueues.contested({ prefix })
      await channel.assertQueue(queue, { durable: true, maxLength: MOST_WAITING })
      const body = Buffer.from(VALUE)
      return index =>
        new Promise<void>((resolve, reject) => {
          const properties = { messageId: `${index}`, persistent: true, mandatory: true }
          channel.publish('', queue, body, properties, error => {
            if (error instanceof Error) reject(error)
            else resolve()
          })
        })
    }
  }
}
