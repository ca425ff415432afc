import { expect, test } from '@playwright/test'
import { closedOrigin } from '../../calibration/truth/truth-server.ts'
import { startConformanceServer } from './testing/conformance-servers.ts'
import type { ConformanceServer, Manner } from './testing/conformance-servers.ts'
import { TIMED_OUT } from './failure-cause.ts'
import { Heard } from './testing/heard.ts'
import { transportOf } from './open-transport.ts'
import type { AgentTransport, ViewerTransport } from './open-transport.ts'
import type { Connection, Frame, Opening } from './transport.ts'

type Kind = AgentTransport | ViewerTransport

/** Those whose opening asks the target for something. */
const ASKING: ViewerTransport[] = ['websocket', 'socket.io', 'sse', 'polling']
const SENDING: AgentTransport[] = ['websocket', 'socket.io', 'http']
const ALL: Kind[] = [...ASKING, 'http']

const LOST = 'closed 1006 (connection lost without a close frame)'
const RESET = 'ECONNRESET (the connection was cut)'

/** How each tells of an end by the server, and of a connection that was cut. */
const CAUSES: Record<Kind, { ended: string; cut?: string }> = {
  websocket: { ended: 'closed 1013 (try again later): viewer too slow', cut: LOST },
  'socket.io': { ended: 'io server disconnect', cut: LOST },
  sse: { ended: '', cut: RESET },
  polling: { ended: 'status 503' },
  http: { ended: 'status 503', cut: RESET },
}

const TEXTS = ['{"n":1}', '{"n":2}', JSON.stringify('Grüße, 世界 🌍'), JSON.stringify('é'.repeat(500_000))]
const BYTES = [Buffer.from([0, 1, 254, 255]), Buffer.alloc(1_000_000, 7)]

/** What a server can send by this transport. */
const framesOf = (kind: Kind): Frame[] => (kind === 'sse' ? TEXTS : [...TEXTS, ...BYTES])

const open = (kind: Kind, origin: string, heard: Heard, handshakeTimeoutMs = 10_000): Promise<Opening> =>
  transportOf(kind)(
    '/peer?id=a%20b',
    {
      origin,
      headers: { cookie: 'session=abc' },
      ...(kind === 'socket.io' && { event: 'metrics' }),
      everyMs: 2,
      handshakeTimeoutMs,
    },
    heard,
  )

function opened(opening: Opening): Connection {
  if (opening.kind === 'failed') throw new Error(`The opening failed: ${opening.cause}.`)
  return opening.connection
}

async function withServer(
  kind: Kind,
  manner: Manner,
  use: (server: ConformanceServer) => Promise<void>,
): Promise<void> {
  const server = await startConformanceServer(kind, manner)
  try {
    await use(server)
  } finally {
    await server.stop()
  }
}

const withConnection = (
  kind: Kind,
  use: (connection: Connection, heard: Heard, server: ConformanceServer) => Promise<void>,
): Promise<void> =>
  withServer(kind, {}, async server => {
    const heard = new Heard()
    const connection = opened(await open(kind, server.origin, heard))
    try {
      await use(connection, heard, server)
    } finally {
      connection.terminate()
    }
  })

/** Posts are answered by what the server has to say: it needs to be asked. */
const ask = (kind: Kind, connection: Connection, times = 1): void => {
  if (kind === 'http') for (let i = 0; i < times; i++) connection.send('{}')
}

for (const kind of ASKING) {
  test(`${kind}: the target is asked at the path given, with the headers given`, async () => {
    await withConnection(kind, async (_connection, _heard, { asked }) => {
      const url = new URL(asked[0]?.url ?? '', 'http://target')
      expect(url.searchParams.get('id')).toBe('a b')
      expect(url.pathname).toBe(kind === 'socket.io' ? '/socket.io/' : '/peer')
      expect(asked[0]?.headers.cookie).toBe('session=abc')
    })
  })

  for (const status of [401, 503]) {
    test(`${kind}: an opening that is refused with ${status} has failed with it`, async () => {
      await withServer(kind, { opening: status }, async server => {
        const heard = new Heard()
        expect(await open(kind, server.origin, heard)).toEqual({ kind: 'failed', cause: `status ${status}` })
        await server.untilGone()
        expect(heard.isNothing).toBe(true)
      })
    })
  }

  test(`${kind}: an opening that is never answered has failed when its time is up, and lets go`, async () => {
    await withServer(kind, { opening: 'silent' }, async server => {
      const heard = new Heard()
      expect(await open(kind, server.origin, heard, 30)).toEqual({ kind: 'failed', cause: TIMED_OUT })
      await server.untilGone()
      expect(heard.isNothing).toBe(true)
    })
  })

  test(`${kind}: where nobody listens an opening has failed`, async () => {
    const cause = 'ECONNREFUSED (nothing listens there)'
    expect(await open(kind, await closedOrigin(), new Heard())).toEqual({ kind: 'failed', cause })
  })

  test(`${kind}: a path to another origin and a header that can't be sent have failed`, async () => {
    await withServer(kind, {}, async ({ origin, connections }) => {
      const heard = new Heard()
      const away = await transportOf(kind)('//127.0.0.2/peer', { origin, headers: {} }, heard)
      expect(away).toEqual({
        kind: 'failed',
        cause: `ERR_REQUEST_INVALID (The request can't be sent: the path "//127.0.0.2/peer" leads away from ${origin}: begin it with a single "/".)`,
      })
      const unsendable =
        kind === 'websocket' || kind === 'socket.io'
          ? 'ERR_INVALID_CHAR (Invalid character in header content ["cookie"])'
          : "ERR_REQUEST_INVALID (The request can't be sent: the header cookie has the character U+000A, which no header can carry: leave it out.)"
      const unsent = await transportOf(kind)('/peer', { origin, headers: { cookie: 'a\nb' } }, heard)
      expect(unsent).toEqual({ kind: 'failed', cause: unsendable })
      expect(connections()).toBe(0)
    })
  })

  test(`${kind}: frames sent in the moment of the opening are told after it, and none is lost`, async () => {
    const greeting = Array.from({ length: 50 }, (_, n) => `"${n}"`)
    await withServer(kind, { greeting }, async server => {
      const heard = new Heard()
      const through = async (depth: number): Promise<Opening> =>
        depth === 0 ? await open(kind, server.origin, heard) : await through(depth - 1)
      const connection = opened(await through(20))
      expect(heard.isNothing).toBe(true)
      await heard.until(({ frames }) => frames.length >= greeting.length)
      expect(heard.frames).toEqual(greeting)
      connection.terminate()
    })
  })

  test(`${kind}: who closes in the moment of the opening is told nothing`, async () => {
    await withServer(kind, { greeting: ['"1"', '"2"'] }, async server => {
      const heard = new Heard()
      opened(await open(kind, server.origin, heard)).close()
      await server.untilGone()
      expect(heard.isNothing).toBe(true)
    })
  })

  test(`${kind}: who closes when a frame is told is told no other`, async () => {
    await withServer(kind, { greeting: ['"1"', '"2"'] }, async server => {
      const heard = new Heard(() => connection.close())
      const connection = opened(await open(kind, server.origin, heard))
      await server.untilGone()
      expect([heard.frames, heard.causes]).toEqual([['"1"'], []])
    })
  })

  for (const end of ['close', 'terminate'] as const) {
    test(`${kind}: ${end} ends the connection, and nothing is told of it`, async () => {
      await withConnection(kind, async (connection, heard, server) => {
        connection[end]()
        const { signs } = heard
        await server.untilGone()
        expect([heard.frames, heard.causes, heard.signs]).toEqual([[], [], signs])
      })
    })
  }

  test(`${kind}: a sign of life by the target is told, and is no frame`, async () => {
    await withConnection(kind, async (_connection, heard, server) => {
      server.beat()
      await heard.until(({ signs }) => signs > 0)
      expect(heard.frames).toEqual([])
    })
  })
}

for (const kind of ALL) {
  test(`${kind}: frames arrive whole and in order, whatever they carry`, async () => {
    await withConnection(kind, async (connection, heard, server) => {
      const frames = framesOf(kind)
      for (const frame of frames) server.send(frame)
      ask(kind, connection, frames.length)
      await heard.until(({ frames: told }) => told.length >= frames.length)
      expect(heard.frames).toEqual(frames)
    })
  })
}

// A poll that crosses with the closing of its connection goes out again on another: see polls-as-spoken.test.ts. A stream of events is interrupted.
for (const kind of ALL.filter(one => one !== 'polling')) {
  test(`${kind}: a connection that is cut is told once, with its cause`, async () => {
    await withConnection(kind, async (connection, heard, server) => {
      server.kill()
      ask(kind, connection)
      const told = (): string[] => (kind === 'sse' ? heard.interruptions : heard.causes)
      await heard.until(() => told().length > 0)
      await server.stop()
      expect(told()).toEqual([CAUSES[kind].cut])
    })
  })
}

// A stream of server-sent events that ends in good order goes on: see sse.test.ts.
for (const kind of ALL.filter(one => one !== 'sse')) {
  test(`${kind}: an end by the server is told once, with its cause`, async () => {
    await withConnection(kind, async (connection, heard, server) => {
      server.end()
      ask(kind, connection)
      await heard.until(({ causes }) => causes.length > 0)
      await server.stop()
      expect(heard.causes).toEqual([CAUSES[kind].ended])
    })
  })
}

for (const kind of SENDING) {
  test(`${kind}: what is sent arrives whole and in order, whatever it carries`, async () => {
    await withConnection(kind, async (connection, _heard, server) => {
      const frames = [...TEXTS, ...BYTES]
      for (const frame of frames) connection.send(frame)
      await server.untilReceived(frames.length)
      expect(server.received).toEqual(frames)
    })
  })

  test(`${kind}: what was sent before close arrives, and what is sent after it does not`, async () => {
    await withServer(kind, {}, async server => {
      const connection = opened(await open(kind, server.origin, new Heard()))
      for (const frame of ['{"n":1}', '{"n":2}', '{"n":3}']) connection.send(frame)
      connection.close()
      connection.send('{"n":4}')
      await server.untilReceived(3)
      // Another agent's frame, sent later, is there first if the one that was too late is never sent.
      const other = opened(await open(kind, server.origin, new Heard()))
      other.send('{"n":5}')
      await server.untilReceived(4)
      expect(server.received).toEqual(['{"n":1}', '{"n":2}', '{"n":3}', '{"n":5}'])
      other.terminate()
    })
  })
}

for (const kind of ['websocket', 'socket.io'] as const) {
  test(`${kind}: a ping is answered by a sign`, async () => {
    await withConnection(kind, async (connection, heard) => {
      connection.ping?.()
      await heard.until(({ signs }) => signs > 0)
      expect(heard.frames).toEqual([])
    })
  })
}

for (const kind of ['sse', 'polling'] as const) {
  test(`${kind}: it says that it can't send`, async () => {
    await withConnection(kind, async connection => {
      expect(() => connection.send('{}')).toThrow(/carr\w+ nothing to the target: let agents use/)
    })
  })
}
