import { once } from 'node:events'
import { openSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { devNull } from 'node:os'
import { performance, PerformanceObserver } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Order } from './subject.ts'

const held: unknown[] = []
const pauses: number[] = []

new PerformanceObserver(list => {
  for (const entry of list.getEntries()) {
    const { duration, detail } = entry as PerformanceEntry & { detail: { flags: number } }
    if ((detail.flags & (4 | 16)) === 0) pauses.push(duration)
  }
}).observe({ entryTypes: ['gc'] })

process.once('disconnect', () => process.exit(0))
process.on('message', (order: Order) => {
  follow(order).then(
    told => process.send?.(told),
    (error: Error) => process.send?.({ error: error.message }),
  )
})
process.send?.('up')

/** @returns what it knows of it itself */
async function follow({ kind, amount }: Order): Promise<number[]> {
  switch (kind) {
    case 'burn': {
      const endUs = usedUs() + 1000 * amount
      while (usedUs() < endUs);
      return []
    }
    case 'hold':
      held.push(Buffer.alloc(amount, 1))
      return []
    case 'keep':
      held.push(Array.from({ length: amount / 8 }, (_, index) => index + 0.5))
      return []
    case 'open':
      for (let n = 0; n < amount; n++) openSync(devNull, 'r')
      return []
    case 'connect':
      return connectToItself(amount)
    case 'threads':
      for (let n = 0; n < amount; n++)
        await once(new Worker('setInterval(() => {}, 1000)', { eval: true }), 'online')
      return []
    case 'block': {
      const startMs = performance.now()
      while (performance.now() < startMs + amount);
      const blockedMs = performance.now() - startMs
      await delay(50)
      return [blockedMs, performance.now() - startMs]
    }
    case 'churn': {
      let junk: object[] = []
      for (let n = 0; n < amount; n++) {
        junk.push({ n })
        if (junk.length > 100_000) junk = []
      }
      // What is observed is told a turn later.
      await delay(50)
      return pauses.splice(0)
    }
  }
}

function usedUs(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

async function connectToItself(count: number): Promise<number[]> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  for (let n = 0; n < count; n++) {
    const accepted = once(server, 'connection')
    held.push(connect(port, '127.0.0.1'), await accepted)
  }
  return []
}
