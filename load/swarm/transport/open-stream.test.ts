import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'
import { closedOrigin } from '../../calibration/truth-server.ts'
import { openStream } from './open-stream.ts'
import type { Opening } from './open-stream.ts'

interface Heard {
  opening: Opening
  data: string[]
  /** @returns the cause, once the stream is over */
  closed: Promise<string>
}

/** Asks a server that answers so for a stream. */
async function withStream(answer: RequestListener, use: (heard: Heard) => Promise<void>): Promise<void> {
  const server = createServer(answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const data: string[] = []
  const { promise: closed, resolve: onClosed } = Promise.withResolvers<string>()
  try {
    const opening = await openStream(
      '/events?a=1',
      { origin, headers: { cookie: 'session=abc' } },
      { onData: one => data.push(one), onClosed },
    )
    await use({ opening, data, closed })
  } finally {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
}

const streamOf = { 'content-type': 'text/event-stream' }

test('a stream is asked for as a browser does, with the headers given, and its data read until it ends', async () => {
  let asked: unknown
  await withStream(
    ({ url, headers: { accept, cookie, 'cache-control': cacheControl } }, response) => {
      asked = { url, accept, cookie, cacheControl }
      response.writeHead(200, { 'content-type': 'Text/Event-Stream;charset=UTF-8' })
      response.end('data: one\n\ndata: two\n\ndata: cut off')
    },
    async ({ opening, data, closed }) => {
      expect(opening.kind).toBe('open')
      expect(await closed).toBe('stream ended')
      expect(data).toEqual(['one', 'two'])
    },
  )
  expect(asked).toEqual({
    url: '/events?a=1',
    accept: 'text/event-stream',
    cookie: 'session=abc',
    cacheControl: 'no-cache',
  })
})

test('another status has failed, with a stream in its body too', async () => {
  for (const status of [204, 302, 401, 503]) {
    await withStream(
      (_, response) => void response.writeHead(status, streamOf).end(),
      async ({ opening }) => expect(opening).toEqual({ kind: 'failed', cause: `status ${status}` }),
    )
  }
})

test('another content type has failed', async () => {
  for (const type of ['text/html', 'text/event-streams']) {
    await withStream(
      (_, response) => void response.writeHead(200, { 'content-type': type }).end('data: one\n\n'),
      async ({ opening, data }) => {
        expect(opening).toEqual({ kind: 'failed', cause: `content type ${type}` })
        expect(data).toEqual([])
      },
    )
  }
  await withStream(
    (_, response) => void response.writeHead(200).end(),
    async ({ opening }) => expect(opening).toEqual({ kind: 'failed', cause: 'content type none' }),
  )
})

test('a stream that breaks off is over with its cause', async () => {
  await withStream(
    (_, response) => {
      response.writeHead(200, streamOf)
      response.write('data: one\n\n', () => response.destroy())
    },
    async ({ opening, closed }) => {
      expect(opening.kind).toBe('open')
      expect(await closed).toBe('ECONNRESET')
    },
  )
})

test('a stream can be closed', async () => {
  await withStream(
    (_, response) => response.writeHead(200, streamOf).flushHeaders(),
    async ({ opening, closed }) => {
      if (opening.kind === 'open') opening.close()
      await closed
    },
  )
})

test('where nobody listens there is no stream', async () => {
  const handlers = { onData: () => {}, onClosed: () => {} }
  const opening = await openStream('/', { origin: await closedOrigin(), headers: {} }, handlers)
  expect(opening).toEqual({ kind: 'failed', cause: 'ECONNREFUSED' })
})
