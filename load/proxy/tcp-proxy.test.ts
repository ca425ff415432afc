import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { expect, test } from '@playwright/test'
import type { Conditions } from './pipe.ts'
import { TcpProxy } from './tcp-proxy.ts'

/** A service behind a proxy. */
interface Stage {
  proxy: TcpProxy
  /** What it has received, in order. */
  received: () => string
  /** Its sockets, in the order in which they came. */
  sockets: readonly Socket[]
  /** @returns a socket that is connected to the proxy, and what it has received */
  client: () => Promise<{ socket: Socket; received: () => string; ended: Promise<unknown> }>
}

/** Lets a service that echoes stand behind a proxy. */
async function behind(
  use: (stage: Stage) => Promise<void>,
  { conditions = {}, answers = true }: { conditions?: Partial<Conditions>; answers?: boolean } = {},
): Promise<void> {
  const sockets: Socket[] = []
  const heard: Buffer[] = []
  const clients: Socket[] = []
  const server = createServer({ allowHalfOpen: true }, socket => {
    sockets.push(socket)
    socket.on('error', () => {})
    socket.on('data', bytes => {
      heard.push(Buffer.from(bytes))
      if (answers) socket.write(bytes)
    })
    socket.on('end', () => socket.end())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxy = await TcpProxy.open(
    { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    conditions,
  )
  try {
    await use({
      proxy,
      sockets,
      received: () => Buffer.concat(heard).toString(),
      async client() {
        const socket = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
        clients.push(socket)
        const chunks: Buffer[] = []
        socket.on('data', bytes => chunks.push(Buffer.from(bytes)))
        const ended = new Promise(resolve => {
          socket.on('end', () => resolve('end'))
          socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
        })
        await Promise.race([once(socket, 'connect'), ended])
        return { socket, received: () => Buffer.concat(chunks).toString(), ended }
      },
    })
    const { up, down } = proxy.bytes
    for (const { read, forwarded, dropped, waiting } of [up, down])
      expect(read).toBe(forwarded + dropped + waiting)
  } finally {
    for (const socket of [...clients, ...sockets]) socket.destroy()
    await proxy.close()
    server.close()
  }
  for (const { waiting } of Object.values(proxy.bytes)) expect(waiting).toBe(0)
  expect(proxy.counts.open).toBe(0)
}

const answered = (received: () => string) => expect.poll(received, { intervals: [5] })

test('all passes, both ways, and is counted to the byte', async () => {
  await behind(async ({ proxy, client }) => {
    const { socket, received, ended } = await client()
    socket.write('hello')
    await answered(received).toBe('hello')
    socket.end(' world')
    expect(await ended).toBe('end')
    expect(received()).toBe('hello world')
    await expect.poll(() => proxy.counts).toEqual({ open: 0, ended: 1, cut: 0, unreached: 0 })
    expect(proxy.bytes.up).toEqual({ read: 11, forwarded: 11, dropped: 0, waiting: 0 })
    expect(proxy.bytes.down).toEqual({ read: 11, forwarded: 11, dropped: 0, waiting: 0 })
  })
})

test('what passes takes the delay of each way, and may be changed while it runs', async () => {
  await behind(
    async ({ proxy, client }) => {
      const { socket, received } = await client()
      const timed = async (text: string): Promise<number> => {
        const startMs = performance.now()
        const before = received()
        socket.write(text)
        await new Promise<void>(resolve => {
          const look = (): void => {
            if (received() === before + text) resolve()
            else socket.once('data', () => setImmediate(look))
          }
          look()
        })
        return performance.now() - startMs
      }
      await timed('compiled')
      expect(await timed('a')).toBeGreaterThanOrEqual(60)
      proxy.set({ delayMs: 0 }, ['down'])
      proxy.set({ delayMs: 90 }, ['up'])
      expect(await timed('b')).toBeGreaterThanOrEqual(90)
      proxy.connections[0]?.set({ delayMs: 40 })
      expect(await timed('c')).toBeGreaterThanOrEqual(80)
      expect(proxy.latestMs).toBeGreaterThanOrEqual(0)
    },
    { conditions: { delayMs: 30 } },
  )
})

test('what is held waits, and passes in order when the hold is over', async () => {
  await behind(async ({ proxy, client, received }) => {
    const one = await client()
    one.socket.write('a')
    await answered(one.received).toBe('a')
    proxy.set({ isHeld: true }, ['up'])
    one.socket.write('b')
    await expect.poll(() => proxy.bytes.up.waiting).toBe(1)
    one.socket.write('c')
    await expect.poll(() => proxy.bytes.up.waiting).toBe(2)
    expect(received()).toBe('a')
    proxy.set({ isHeld: false }, ['up'])
    await answered(one.received).toBe('abc')
    proxy.set({ isHeld: true }, ['down'])
    one.socket.write('d')
    await expect.poll(() => proxy.bytes.down.waiting).toBe(1)
    expect(received()).toBe('abcd')
    expect(one.received()).toBe('abc')
  })
})

test('a connection that comes while all is held is held, and one alone can be let go', async () => {
  await behind(async ({ proxy, client }) => {
    proxy.set({ isHeld: true })
    const [one, two] = [await client(), await client()]
    one.socket.write('a')
    two.socket.write('b')
    await expect.poll(() => proxy.bytes.up.waiting).toBe(2)
    proxy.connections[1]?.set({ isHeld: false })
    await answered(two.received).toBe('b')
    expect(one.received()).toBe('')
  })
})

test('what waits is bounded: then the sender waits', async () => {
  await behind(
    async ({ proxy, client, received }) => {
      const { socket } = await client()
      proxy.set({ isHeld: true })
      // More than all buffers of two sockets hold.
      const much = 32 * 1024 * 1024
      let isWritten = false
      socket.write(Buffer.alloc(much, 'x'), () => (isWritten = true))
      await expect.poll(() => proxy.bytes.up.waiting).toBeGreaterThanOrEqual(262_144)
      expect(proxy.bytes.up.waiting).toBeLessThanOrEqual(262_144 + 65_536)
      expect(isWritten).toBe(false)
      proxy.set({ isHeld: false })
      await expect.poll(() => proxy.bytes.up.forwarded).toBe(much)
      await expect.poll(() => received().length).toBe(much)
    },
    { answers: false },
  )
})

test('a limited rate passes no more than it says, in pieces', async () => {
  await behind(async ({ proxy, client }) => {
    const { socket, received } = await client()
    proxy.set({ bytesPerSecond: 100_000 }, ['up'])
    const startMs = performance.now()
    socket.write('x'.repeat(20_000))
    await expect.poll(() => received().length, { intervals: [1] }).toBeGreaterThan(0)
    expect(received().length).toBeLessThanOrEqual((performance.now() - startMs) * 100)
    await expect.poll(() => received().length).toBe(20_000)
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(199)
  })
})

test('a connection that is cut is cut at both ends, and what waited is counted as dropped', async () => {
  for (const [how, seen] of [
    ['reset', 'ECONNRESET'],
    ['end', 'end'],
  ] as const) {
    await behind(async ({ proxy, client, sockets }) => {
      const { socket, ended } = await client()
      await expect.poll(() => sockets.length).toBe(1)
      const serviceEnded = new Promise(resolve => {
        sockets[0]?.on('end', () => resolve('end'))
        sockets[0]?.on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
      })
      proxy.set({ isHeld: true })
      socket.write('lost')
      await expect.poll(() => proxy.bytes.up.waiting).toBe(4)
      expect(proxy.cut(how)).toBe(1)
      expect(await ended).toBe(seen)
      expect(await serviceEnded).toBe(seen)
      expect(proxy.bytes.up).toEqual({ read: 4, forwarded: 0, dropped: 4, waiting: 0 })
      socket.destroy()
      await expect.poll(() => proxy.counts).toEqual({ open: 0, ended: 0, cut: 1, unreached: 0 })
    })
  }
})

test('a connection that is cut while its end is on its way closes all the same', async () => {
  await behind(async ({ proxy, client }) => {
    const { socket, ended } = await client()
    proxy.set({ isHeld: true })
    const hasEnded = once(socket, 'finish')
    socket.end('x')
    await hasEnded
    await expect.poll(() => proxy.bytes.up.waiting).toBe(1)
    // What waits is handed on, with the end; before that has left, the connection is cut.
    proxy.set({ isHeld: false })
    proxy.cut('reset')
    await ended
    await expect.poll(() => proxy.counts).toMatchObject({ open: 0 })
  })
})

test('a side that is gone without a word is gone so for the other', async () => {
  await behind(async ({ proxy, client, sockets }) => {
    const { ended } = await client()
    await expect.poll(() => sockets.length).toBe(1)
    sockets[0]?.resetAndDestroy()
    expect(await ended).toBe('ECONNRESET')
    await expect.poll(() => proxy.counts.cut).toBe(1)
  })
})

test('a half-open connection swallows all, and nobody is told', async () => {
  await behind(async ({ proxy, client, sockets, received }) => {
    const one = await client()
    one.socket.write('a')
    await answered(one.received).toBe('a')
    const gone = once(sockets[0]!, 'end')
    proxy.connections[0]?.abandon()
    await gone
    one.socket.write('bcd')
    await expect.poll(() => proxy.bytes.up.dropped).toBe(3)
    expect(received()).toBe('a')
    expect(one.socket.readable && one.socket.writable).toBe(true)
    expect(proxy.counts.open).toBe(1)
  })
})

test('who connects is refused, swallowed or let in, as it is told; those that are there stay', async () => {
  await behind(async ({ proxy, client, sockets }) => {
    const first = await client()
    first.socket.write('a')
    await answered(first.received).toBe('a')
    await proxy.admit('refuse')
    expect(await (await client()).ended).toBe('ECONNREFUSED')
    first.socket.write('b')
    await answered(first.received).toBe('ab')
    await proxy.admit('swallow')
    const swallowed = await client()
    swallowed.socket.write('xyz')
    await expect.poll(() => proxy.bytes.up.dropped).toBe(3)
    expect(sockets.length).toBe(1)
    await proxy.admit('pass')
    const last = await client()
    last.socket.write('c')
    await answered(last.received).toBe('c')
  })
})

test('where the service is not there, who connects is cut off, and it is counted', async () => {
  const nobody = createServer().listen(0, '127.0.0.1')
  await once(nobody, 'listening')
  const { port } = nobody.address() as AddressInfo
  nobody.close()
  await once(nobody, 'close')
  const proxy = await TcpProxy.open({ host: '127.0.0.1', port })
  const socket = connect(proxy.port, '127.0.0.1')
  const [error] = (await once(socket, 'error').catch((error: unknown) => [error])) as [NodeJS.ErrnoException]
  expect(error.code).toBe('ECONNRESET')
  await expect.poll(() => proxy.counts).toEqual({ open: 0, ended: 0, cut: 0, unreached: 1 })
  await proxy.close()
})
