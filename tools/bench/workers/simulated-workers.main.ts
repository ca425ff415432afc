import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'bullmq'
import { systemClock } from '../../../load/clock.ts'
import { Recording } from '../../../load/measure/recording.ts'
import type { Part } from '../../../load/measure/recording.ts'
import { connectEngine } from '../../../load/remote/engine.ts'
import { Line } from '../../../load/remote/line.ts'
import { PartsBySecond } from '../../../load/remote/parts-by-second.ts'
import { connectQueue } from '../../../load/remote/queue-client.ts'
import { StreamReader, StreamWriter } from '../../../load/remote/queue-stream.ts'
import { PREFIX, SEATS } from '../../../load/remote/seat.ts'
import type { CrewApi, Order, Seat } from '../../../load/remote/seat.ts'
import { connect } from '../../../load/rpc.ts'

const [url = '', count = '', seconds = ''] = process.argv.slice(2)
const { connection } = await connectEngine(url)
const client = await connectQueue(url)

/** Workers that make no load, and tell of as much as if they did: each a request every 10 ms to four endpoints, with its health. */
const worker = new Worker<Seat>(SEATS, job => sit(job.data), {
  connection,
  prefix: PREFIX,
  concurrency: Number(count),
  maxStalledCount: 0,
})
worker.on('error', () => {})
process.once('disconnect', () => process.exit())

async function sit(seat: Seat): Promise<void> {
  const over = Promise.withResolvers<void>()
  const writer = new StreamWriter(client, seat.writes, seat.id, () => over.resolve())
  const line = new Line(
    message => writer.write(message),
    () => over.resolve(),
    seat.beats,
  )
  const reader = new StreamReader(await connectQueue(url), seat.reads, {
    message: (_, message) => line.receive(message),
    gap: () => over.resolve(),
  })
  const run = async ({ id }: Order) => {
    await rpc.call('ready', { id })
    const parts = new PartsBySecond(some => rpc.tell('parts', some))
    await record(parts.take)
    parts.flush()
    return { measurements: [], clock: { aheadMs: 0, errorMs: 0.1 } }
  }
  const rpc = connect<CrewApi>({ run }, line)
  rpc.tell('join', {
    name: `simulated-${seat.id}`,
    id: seat.id,
    host: 'simulated',
    pid: process.pid,
    place: seat.place,
    machine: { cpu: '', cores: 1, memoryBytes: 0, os: '', node: '' },
  })
  await over.promise
  await reader.close()
}

async function record(sink: (parts: readonly Part[]) => void): Promise<void> {
  const recording = new Recording(sink)
  const endpoints = Array.from({ length: 4 }, (_, endpoint) => {
    const labels = { endpoint: `/${endpoint}` }
    return {
      latency: recording.histogram({ metric: 'api.latency', unit: 'ms', labels }),
      service: recording.histogram({ metric: 'api.service', unit: 'ms', labels }),
      errors: recording.tally({ metric: 'api.errors', unit: 'count', labels }),
    }
  })
  const health = ['cpu', 'utilisation', 'loop-delay'].map(name =>
    recording.series({
      metric: `generator.${name}`,
      unit: 'ratio',
      labels: { generator: 'http', thread: '0' },
    }),
  )
  for (let turn = 0; turn < Number(seconds) * 10; turn++) {
    const atMs = systemClock.nowMs()
    for (const [place, { latency, service, errors }] of endpoints.entries())
      for (let request = 0; request < 10; request++) {
        latency.record(20 + 3 * request + place, atMs)
        service.record(19 + 3 * request + place, atMs)
        errors.good(atMs)
      }
    if (turn % 10 === 0) for (const series of health) series.add(atMs, 0.5)
    await delay(100)
  }
  recording.stop()
}
