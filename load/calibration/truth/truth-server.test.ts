import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from '@playwright/test'
import { systemClock } from '../../clock.ts'
import { closedOrigin, startTruthServer } from './truth-server.ts'
import type { TruthServer, TruthServerOptions } from './truth-server.ts'

async function withServer(
  options: TruthServerOptions,
  use: (server: TruthServer) => Promise<void>,
): Promise<void> {
  const server = await startTruthServer(options)
  try {
    await use(server)
  } finally {
    await server.stop()
  }
}

/** Asks one after the other. @returns the statuses */
async function ask(server: TruthServer, path: string, times: number): Promise<number[]> {
  const statuses: number[] = []
  for (let i = 0; i < times; i++) {
    const response = await fetch(server.origin + path)
    await response.text()
    statuses.push(response.status)
  }
  return statuses
}

test('it answers with the status and after the time that are asked for, and records both', async () => {
  await withServer({}, async server => {
    expect(await ask(server, '/a?status=404&delayMs=30', 1)).toEqual([404])
    const [one] = server.served
    expect(one).toMatchObject({ path: '/a', manner: 'answer', status: 404 })
    expect(one?.serviceMs).toBeGreaterThan(28)
    expect(one?.arrivedMs).toBeLessThan(systemClock.nowMs())
  })
})

test('every n-th request of a path fails, and each path is counted for itself', async () => {
  await withServer({}, async server => {
    expect(await ask(server, '/a?failEvery=3&failMs=1', 4)).toEqual([200, 200, 503, 200])
    expect(await ask(server, '/b?failEvery=3&failMs=1', 2)).toEqual([200, 200])
    expect(await ask(server, '/a?failEvery=3&failMs=1', 2)).toEqual([200, 503])
  })
})

test('every n-th request is slow', async () => {
  await withServer({}, async server => {
    await ask(server, '/?slowEvery=4&slowMs=40', 8)
    const slow = server.served.map(one => (one.serviceMs ?? 0) > 38)
    expect(slow.filter((_, index) => index % 4 === 3)).toEqual([true, true])
  })
})

test('a request that hangs has no status and no service time, one that stalls has a status', async () => {
  await withServer({}, async server => {
    const stop = new AbortController()
    const { signal } = stop
    const hanging = fetch(`${server.origin}/a?hangEvery=1`, { signal }).catch(() => 'given up')
    const stalled = await fetch(`${server.origin}/b?stallEvery=1`, { signal })
    const body = stalled.text().catch(() => 'given up')
    expect(stalled.status).toBe(200)
    await ask(server, '/c', 1)
    stop.abort()
    expect(await Promise.all([hanging, body])).toEqual(['given up', 'given up'])
    const [hung, stall] = ['/a', '/b'].map(path => server.served.find(one => one.path === path))
    expect([hung?.manner, hung?.status, hung?.serviceMs]).toEqual(['hang', undefined, undefined])
    expect([stall?.manner, stall?.status, stall?.serviceMs]).toEqual(['stall', 200, undefined])
  })
})

test('a freeze holds what falls due on its path, and is recorded from beginning to end', async () => {
  await withServer({ freeze: { path: '/cold', afterMs: 0, forMs: 100 } }, async server => {
    await Promise.all([ask(server, '/cold?delayMs=50', 1), ask(server, '/warm?delayMs=50', 1)])
    const [freeze] = server.freezes
    const cold = server.served.find(one => one.path === '/cold')
    const endedMs = (cold?.arrivedMs ?? 0) + (cold?.serviceMs ?? 0)
    expect(server.freezes).toHaveLength(1)
    expect((freeze?.endMs ?? 0) - (freeze?.startMs ?? 0)).toBeGreaterThan(98)
    expect(endedMs).toBeGreaterThanOrEqual(freeze?.endMs ?? Number.NaN)
  })
})

test('it closes a connection after so many answers, and an answer that finds it closed is none', async () => {
  await withServer({ closeAfter: 2 }, async server => {
    const port = Number(new URL(server.origin).port)
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    const ended = once(socket, 'end')
    for (let i = 0; i < 2; i++) {
      socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
      await once(socket, 'data')
    }
    await ended
    socket.end('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await once(socket, 'close')
    expect(server.closesMs).toHaveLength(1)
    expect(server.served.filter(one => one.serviceMs !== undefined)).toHaveLength(2)
  })
})

test('an answer whose client is gone is none', async () => {
  await withServer({}, async server => {
    const stop = new AbortController()
    const slow = fetch(`${server.origin}/gone?delayMs=1000`, stop).catch(() => 'given up')
    await ask(server, '/b', 1)
    stop.abort()
    expect(await slow).toBe('given up')
    // Its answer falls due after that of the other.
    await ask(server, '/b?delayMs=1000', 1)
    expect(server.served.map(one => [one.path, one.serviceMs !== undefined])).toEqual([
      ['/gone', false],
      ['/b', true],
      ['/b', true],
    ])
  })
})

test('on a closed origin nobody listens', async () => {
  await expect(fetch(await closedOrigin())).rejects.toThrow('fetch failed')
})
