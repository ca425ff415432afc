import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import { readWhole } from '../measure/histogram.ts'
import { openLoop } from './open-loop.ts'

const REQUESTS = 20

test('the sizes of requests and answers are those on the wire, of a compressed body as well', async () => {
  const body = gzipSync('x'.repeat(50_000))
  const sockets: Socket[] = []
  const server = createServer((_, response) => response.setHeader('content-encoding', 'gzip').end(body))
  server.on('connection', socket => sockets.push(socket)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const stream = {
      metric: 'packed',
      labels: {},
      request: { method: 'GET', path: '/' },
      arrivals: { kind: 'constant', perSecond: 200, durationMs: 100 },
    } as const
    const all = await openLoop({ origin, streams: [stream] }, systemClock)
    const middleOf = (metric: string): number => {
      const found = all.find(one => one.metric === metric)
      expect(found).toMatchObject({ unit: 'bytes', data: { kind: 'histogram', n: REQUESTS } })
      return found?.data.kind === 'histogram' ? readWhole(found.data).percentile(50) : Number.NaN
    }
    const each = (bytes: (socket: Socket) => number): number =>
      sockets.reduce((sum, socket) => sum + bytes(socket), 0) / REQUESTS
    // A histogram tells values apart to 0.1 %.
    expect(middleOf('packed.size.sent') / each(({ bytesRead }) => bytesRead)).toBeCloseTo(1, 2)
    expect(middleOf('packed.size.received') / each(({ bytesWritten }) => bytesWritten)).toBeCloseTo(1, 2)
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
