import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { expect, test } from '@playwright/test'
import { Server } from 'socket.io'
import type { ServerOptions, Socket } from 'socket.io'
import { Heard } from './testing/heard.ts'
import { listening } from '../../testing/listening.ts'
import { openSocketIo } from './socket-io.ts'
import type { Connection, ConnectionOptions, Opening } from './transport.ts'

interface Use {
  opening: Opening
  connection: Connection
  heard: Heard
  /** The server's end. */
  peer: Socket | undefined
}

/** Opens a path of a Socket.IO server that has the namespace `/agents`. */
async function withOpening(
  use: (use: Use) => Promise<void> | void,
  setUp: (io: Server) => void = () => {},
  server: Partial<ServerOptions> = {},
  options: Partial<ConnectionOptions> = {},
  path = '/agents?id=7',
): Promise<void> {
  const httpServer = createServer()
  const io = new Server(httpServer, server)
  let peer: Socket | undefined
  io.of('/agents').on('connection', socket => (peer = socket))
  setUp(io)
  await listening(httpServer, async origin => {
    const heard = new Heard()
    const opening = await openSocketIo(path, { origin, headers: {}, ...options }, heard)
    const connection = opening.kind === 'open' ? opening.connection : nobody
    await use({ opening, connection, heard, peer })
    connection.terminate()
  })
}

const nobody: Connection = { send() {}, close() {}, terminate() {} }

test('the path is the namespace, and its query is in the handshake', async () => {
  await withOpening(({ peer }) => {
    expect(peer?.nsp.name).toBe('/agents')
    expect(peer?.handshake.query).toMatchObject({ id: '7', transport: 'websocket' })
  })
})

test('what a namespace says when it refuses is the cause', async () => {
  await withOpening(
    ({ opening }) => expect(opening).toEqual({ kind: 'failed', cause: 'not an agent' }),
    io => io.of('/agents').use((_, next) => next(new Error('not an agent'))),
  )
  await withOpening(
    ({ opening }) =>
      expect(opening).toEqual({
        kind: 'failed',
        cause:
          "Invalid namespace (without `namespace` a target's `path` is the namespace, and Engine.IO is at /socket.io)",
      }),
    () => {},
    {},
    {},
    '/strangers',
  )
})

test('text is emitted as the value that it is JSON of, else as a string, and bytes as a Buffer', async () => {
  await withOpening(async ({ connection, peer }) => {
    const received: unknown[] = []
    const { promise: allThere, resolve } = Promise.withResolvers<void>()
    peer?.on('message', (...args) => {
      received.push(...args)
      if (received.length === 4) resolve()
    })
    for (const frame of ['{"tokens":[1,null]}', '12', 'cpu 12', Uint8Array.of(1, 2)]) connection.send(frame)
    await allThere
    expect(received).toEqual([{ tokens: [1, null] }, 12, 'cpu 12', Buffer.from([1, 2])])
  })
})

test('one argument is a frame: a string or bytes as they are, else its JSON; several are an array, none is empty', async () => {
  await withOpening(async ({ heard, peer }) => {
    peer?.emit('message', { tokens: [1, null] })
    peer?.emit('message', 12)
    peer?.emit('message', 'cpu 12')
    peer?.emit('message', Buffer.from([1, 2]))
    peer?.emit('message', 'cpu', 12)
    peer?.emit('message')
    await heard.until(({ frames }) => frames.length >= 6)
    expect(heard.frames).toEqual([
      '{"tokens":[1,null]}',
      '12',
      'cpu 12',
      Buffer.from([1, 2]),
      '["cpu",12]',
      '',
    ])
    expect(heard.signs).toBe(0)
  })
})

test('an acknowledgement that the target asks for is given, and is not part of the frame', async () => {
  await withOpening(async ({ heard, peer }) => {
    await peer?.timeout(30_000).emitWithAck('message', 'cpu 12')
    expect(heard.frames).toEqual(['cpu 12'])
  })
})

test("Engine.IO's own pings are signs of life", async () => {
  await withOpening(
    ({ heard }) => heard.until(({ signs }) => signs >= 2),
    () => {},
    { pingInterval: 20 },
  )
})

/** Nothing but the answer to a ping is a sign meanwhile. */
const quiet = { pingInterval: 600_000 }

test('over a WebSocket a ping is answered by a sign', async () => {
  await withOpening(
    async ({ connection, heard }) => {
      connection.ping?.()
      await heard.until(({ signs }) => signs > 0)
    },
    () => {},
    quiet,
  )
})

test('by polling there is no ping, whatever travels', async () => {
  await withOpening(
    async ({ connection, heard, peer }) => {
      expect(connection.ping).toBeUndefined()
      peer?.emit('message', 'cpu 12')
      await heard.until(({ frames }) => frames.length > 0)
      expect(connection.ping).toBeUndefined()
    },
    () => {},
    quiet,
    { transports: ['polling'] },
  )
})

test('while an upgrade hangs there is no ping, and frames arrive; once it is made a ping is answered', async () => {
  const { promise: asked, resolve } = Promise.withResolvers<() => void>()
  await withOpening(
    async ({ connection, heard, peer }) => {
      const goOn = await asked
      expect(() => connection.ping?.()).not.toThrow()
      expect(connection.ping).toBeUndefined()
      peer?.emit('message', 'cpu 12')
      await heard.until(({ frames }) => frames.length > 0)
      goOn()
      await expect.poll(() => connection.ping).toBeDefined()
      const { signs: before } = heard
      connection.ping?.()
      await heard.until(({ signs }) => signs > before)
    },
    io =>
      io.engine.use((request: IncomingMessage, _: unknown, next: () => void) => {
        if (request.headers.upgrade === undefined) next()
        else resolve(next)
      }),
    quiet,
    { transports: ['polling', 'websocket'] },
  )
})

test('another event than the one named is a sign of life', async () => {
  await withOpening(
    async ({ heard, peer }) => {
      peer?.emit('message', 'no')
      peer?.emit('metrics', 'yes')
      await heard.until(({ frames }) => frames.length > 0)
      expect([heard.frames, heard.signs]).toEqual([['yes'], 1])
    },
    () => {},
    {},
    { event: 'metrics' },
  )
})

test('a connection that ends beneath Socket.IO is told by its close code', async () => {
  await withOpening(async ({ heard, peer }) => {
    peer?.conn.close(true)
    await heard.until(({ causes }) => causes.length > 0)
    expect(heard.causes).toHaveLength(1)
    expect(heard.causes[0]).toMatch(/^closed \d+ \(/)
  })
})
