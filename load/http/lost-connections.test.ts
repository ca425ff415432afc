import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { Measurement, TallyData } from '../measure/measurement.ts'
import { openLoop } from './open-loop.ts'
import { Sender } from './sender.ts'

/** A server that cuts each connection when request number `cutAt` of it arrives, and answers those before. */
async function startCutter(
  cutAt: number,
): Promise<{ origin: string; cuts(): number; stop(): Promise<void> }> {
  let cuts = 0
  const server = createServer(socket => {
    let requests = 0
    socket.on('error', () => socket.destroy())
    socket.on('data', () => {
      requests++
      if (requests < cutAt) {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
        return
      }
      cuts++
      socket.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cuts: () => cuts,
    async stop() {
      server.close()
      await once(server, 'close')
    },
  }
}

async function run(cutAt: number, method: 'GET' | 'POST'): Promise<{ errors: Measurement; cuts: number }> {
  const server = await startCutter(cutAt)
  try {
    const all = await openLoop(
      {
        origin: server.origin,
        streams: [
          {
            metric: 'api',
            labels: {},
            request: { method, path: '/' },
            // Over so long that a busy machine can't hold all of them up into one burst, where each would open a connection of its own; over before
            // a workload that gets no answer gives up.
            arrivals: { kind: 'constant', perSecond: 40, durationMs: 1900 },
          },
        ],
      },
      systemClock,
    )
    const errors = all.find(one => one.metric === 'api.errors')
    if (!errors) throw new Error('There is no api.errors.')
    return { errors, cuts: server.cuts() }
  } finally {
    await server.stop()
  }
}

test('requests lost on connections that had carried others are sent again, and a doubt counts them', async () => {
  const { errors, cuts } = await run(5, 'GET')
  expect(cuts).toBeGreaterThan(0)
  expect(errors.data).toMatchObject({ total: 76, bad: 0 })
  expect(errors.doubts).toEqual([{ kind: 'connections-recycled', lost: 0, resent: cuts }])
})

test('what can not be sent twice without harm is a failure there, and a doubt that counts them', async () => {
  const { errors, cuts } = await run(5, 'POST')
  const { total, bad } = errors.data as TallyData
  expect(total).toBe(76)
  expect(cuts).toBeGreaterThan(0)
  expect(bad).toBe(cuts)
  expect(errors.doubts).toEqual([{ kind: 'connections-recycled', lost: cuts }])
})

test('a request lost on a fresh connection is the failure of the target, and no doubt', async () => {
  const { errors, cuts } = await run(1, 'GET')
  expect(errors.data).toMatchObject({ total: 76, bad: 76 })
  expect(cuts).toBe(76)
  expect(errors.doubts).toEqual([])
})

test('a scavenge clears what is over: no request lives on until a major collection', async () => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as (options?: { type: 'minor' }) => void
  const oldBytes = (): number =>
    getHeapSpaceStatistics().find(space => space.space_name === 'old_space')?.space_used_size ?? Number.NaN
  const server = await startCutter(Number.POSITIVE_INFINITY)
  const sender = new Sender({ origin: server.origin }, systemClock)
  const get = { method: 'GET', path: '/', headers: {}, body: null, keepsBody: false } as const
  const send = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index++) {
      await new Promise(resolve => sender.send(sender.prepare(get), systemClock.nowMs(), resolve))
      if (index % 100 === 99) gc({ type: 'minor' })
    }
  }
  try {
    await send(500)
    gc()
    const before = oldBytes()
    await send(1000)
    // A request of its own is 2 kB; the code that serves it is compiled meanwhile, into the same space.
    expect((oldBytes() - before) / 1000).toBeLessThan(1000)
  } finally {
    sender.stop()
    await server.stop()
  }
})
