import { createNodeRedisClient, Queue, QueueEvents } from 'bullmq'
import type { ConnectionOptions } from 'bullmq'
import { inTime } from './in-time.ts'
import { connectQueue } from './queue-client.ts'
import { PREFIX, SEATS } from './seat.ts'

/** A connection that the engine uses, and its end. */
export interface EngineConnection {
  connection: ConnectionOptions
  destroy: () => void
}

/** @returns a connection for one of the engine's own @throws QueueError when nobody answers there */
export async function connectEngine(url: string): Promise<EngineConnection> {
  const client = await connectQueue(url)
  const adapter = createNodeRedisClient(client)
  // It tells of each loss of its connection, and comes back by itself.
  adapter.on('error', () => {})
  return { connection: adapter as unknown as ConnectionOptions, destroy: () => client.destroy() }
}

/** The engine, as the one that has a run uses it. */
export interface Engine {
  queue: Queue
  events: QueueEvents
  close(): Promise<void>
}

/** @returns the engine of a queue, which tells what becomes of its jobs @throws QueueError when nobody answers there */
export async function openEngine(url: string): Promise<Engine> {
  const [forQueue, forEvents] = await Promise.all([connectEngine(url), connectEngine(url)])
  const queue = new Queue(SEATS, { connection: forQueue.connection, prefix: PREFIX })
  const events = new QueueEvents(SEATS, { connection: forEvents.connection, prefix: PREFIX })
  queue.on('error', () => {})
  events.on('error', () => {})
  await events.waitUntilReady()
  return {
    queue,
    events,
    close: async () => {
      await inTime(Promise.all([events.close(), queue.close()]))
      forQueue.destroy()
      forEvents.destroy()
    },
  }
}
