import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener } from 'node:http'
import { expect, test } from '@playwright/test'
import { TIMED_OUT } from './failure-cause.ts'
import { Heard } from './testing/heard.ts'
import { listening } from '../../testing/listening.ts'
import { openPolling } from './polling.ts'
import type { ConnectionOptions } from './transport.ts'

/** Polls a server that answers so. @returns the number of its connections */
async function poll(
  answer: RequestListener,
  options: Omit<ConnectionOptions, 'origin' | 'headers'>,
  use: (heard: Heard) => Promise<void>,
): Promise<number> {
  const server = createServer(answer)
  let connections = 0
  server.on('connection', () => connections++)
  await listening(server, async origin => {
    const heard = new Heard()
    const opening = await openPolling('/state', { origin, headers: {}, ...options }, heard)
    if (opening.kind === 'failed') throw new Error(opening.cause)
    await use(heard)
    opening.connection.close()
  })
  return connections
}

test('it asks over one connection, one question at a time, each so long after the answer before', async () => {
  let answeredMs = -Infinity
  const gapsMs: number[] = []
  const connections = await poll(
    (_, response) => {
      gapsMs.push(performance.now() - answeredMs)
      answeredMs = Infinity
      setTimeout(() => {
        answeredMs = performance.now()
        response.end('state')
      }, 10)
    },
    { everyMs: 20 },
    heard => heard.until(({ frames }) => frames.length >= 6),
  )
  expect(connections).toBe(1)
  // A timer may fire within the millisecond before its time.
  for (const gapMs of gapsMs) expect(gapMs).toBeGreaterThanOrEqual(19)
})

test('an answer that is the same as before is a sign of life, where the target gives an ETag', async () => {
  const tags = ['"a"', '"a"', '"b"', '"b"', undefined, undefined]
  const asked: IncomingMessage['headers'][] = []
  await poll(
    ({ headers }, response) => {
      const tag = tags[Math.min(asked.length, tags.length - 1)]
      asked.push(headers)
      if (tag !== undefined && headers['if-none-match'] === tag) response.writeHead(304).end()
      else response.writeHead(200, tag === undefined ? {} : { etag: tag }).end(`state ${tag}`)
    },
    { everyMs: 1 },
    async heard => {
      await heard.until(({ frames }) => frames.length >= 4)
      expect(heard.frames.slice(0, 4)).toEqual([
        'state "a"',
        'state "b"',
        'state undefined',
        'state undefined',
      ])
      expect(heard.signs).toBe(2)
    },
  )
  expect(asked.slice(0, 6).map(headers => headers['if-none-match'])).toEqual([
    undefined,
    '"a"',
    '"a"',
    '"b"',
    '"b"',
    undefined,
  ])
})

test('a 304 that was not asked for has failed', async () => {
  const answer: RequestListener = (_, response) => void response.writeHead(304).end()
  await expect(poll(answer, {}, async () => {})).rejects.toThrow('status 304')
})

test('a body is text where its type says so or says nothing, else bytes', async () => {
  const types = [undefined, 'application/json', 'text/html', 'application/xml', 'x/y; charset=utf-8', 'x/y']
  let asked = 0
  await poll(
    (_, response) => {
      const type = types[asked++]
      response.writeHead(200, type === undefined ? {} : { 'content-type': type }).end('é')
    },
    { everyMs: 1 },
    async heard => {
      await heard.until(({ frames }) => frames.length >= types.length)
      expect(heard.frames.slice(0, types.length)).toEqual(['é', 'é', 'é', 'é', 'é', Buffer.from('é')])
    },
  )
})

test('a later question that is not answered in time ends it, and so does a body that never ends', async () => {
  for (const stall of ['head', 'body'] as const) {
    let asked = 0
    await poll(
      (_, response) => {
        if (asked++ === 0) response.end('state')
        else if (stall === 'body') response.write('st')
      },
      { everyMs: 1, handshakeTimeoutMs: 2000 },
      async heard => {
        await heard.until(({ causes }) => causes.length > 0)
        expect([heard.frames, heard.causes]).toEqual([['state'], [TIMED_OUT]])
      },
    )
    expect(asked).toBe(2)
  }
})
