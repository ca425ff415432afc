import { AmqpConsumer } from '../../../load/amqp/amqp-consumer.ts'
import { AmqpPublisher } from '../../../load/amqp/amqp-publisher.ts'
import { amqpOperation } from '../../../load/amqp/amqp-operation.ts'
import { Ledger } from '../../../load/account/ledger.ts'
import type { LedgerCounts } from '../../../load/account/ledger.ts'
import { arrivals } from '../../../load/arrivals.ts'
import { systemClock } from '../../../load/clock.ts'
import { runSchedule } from '../../../load/schedule.ts'
import { benchQueues } from './bench-queues.ts'
import { cpuWatch, firstMessage, startProcess } from '../echo/contender.ts'

/** A bus of the instrument's own publisher and consumer. */
export interface BusContest {
  url: string
  prefix: string
  perSecond: number
  seconds: number
}

/** What became of it. */
export interface BusAccount {
  counts: LedgerCounts
  cpuSeconds: number
  /** How long it took from the first to the last confirm, and how long it was to take. */
  tookSeconds: number
  /** Heap without garbage, after a third of the time and at its end, bytes. */
  heapBytes: [early: number, late: number]
}

/** Messages are sent for so long after the last before the accounts are closed, ms. */
const SETTLES_MS = 30_000

/** @returns what became of a bus in a process of its own */
export async function accountBus(contest: BusContest): Promise<BusAccount> {
  const child = startProcess('../services/accounted-bus.ts', 'run')
  child.send(contest)
  const account = await firstMessage<BusAccount>(child)
  child.disconnect()
  return account
}

if (process.argv[2] === 'run') {
  process.once('disconnect', () => process.exit(0))
  process.once('message', message => {
    void run(message as BusContest).then(account => process.send?.(account))
  })
}

async function run({ url, prefix, perSecond, seconds }: BusContest): Promise<BusAccount> {
  const queue = benchQueues.accounted({ prefix })
  const ledger = new Ledger({ arrived: 'acked' })
  const publisher = await AmqpPublisher.open(
    { url },
    async channel => void (await channel.assertQueue(queue, { durable: true })),
  )
  const consumer = await AmqpConsumer.open({ url, queue, prefetch: 500 }, systemClock, message => {
    ledger.received(message.id, { redelivered: message.redelivered })
    if (message.ack()) ledger.acked(message.id)
  })
  const body = Buffer.from('event')
  const publish = amqpOperation(
    publisher,
    { message: index => ({ id: `${index}`, routingKey: queue, body }), timeoutMs: SETTLES_MS },
    systemClock,
  )
  const signal = new AbortController().signal
  const heap = (): number => {
    globalThis.gc?.()
    return process.memoryUsage().heapUsed
  }
  let earlyBytes = 0
  const total = perSecond * seconds
  const cpuSeconds = cpuWatch()
  const startMs = systemClock.nowMs()
  let told = 0
  const { promise: allTold, resolve } = Promise.withResolvers<void>()
  const shape = { kind: 'constant', perSecond, durationMs: 1000 * seconds } as const
  await runSchedule(arrivals(shape), startMs, systemClock, (index, intendedMs) => {
    const id = `${index}`
    ledger.sent(id, intendedMs)
    // By then the last ids that are remembered are there.
    if (index === Math.floor(total / 3)) earlyBytes = heap()
    const settle = async (): Promise<void> => {
      const { fault } = await publish(index, intendedMs, signal)
      if (fault) ledger.untold(id)
      else ledger.confirmed(id)
      if (++told === total) resolve()
    }
    void settle()
  })
  await allTold
  const tookSeconds = (systemClock.nowMs() - startMs) / 1000
  const untilMs = systemClock.nowMs() + SETTLES_MS
  while (ledger.open > 0 && systemClock.nowMs() < untilMs) await new Promise(done => setTimeout(done, 20))
  const spent = cpuSeconds()
  const lateBytes = heap()
  const counts = ledger.close()
  await consumer.close()
  await publisher.close()
  return { counts, cpuSeconds: spent, tookSeconds, heapBytes: [earlyBytes, lateBytes] }
}
