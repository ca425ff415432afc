import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import { expect, test } from '@playwright/test'
import { Heard } from './testing/heard.ts'
import { listening } from '../../testing/listening.ts'
import { openEventStream } from './sse.ts'
import type { Opening } from './transport.ts'

const ask = (
  answer: RequestListener,
  use: (opening: Opening, heard: Heard) => Promise<void> | void,
): Promise<void> =>
  listening(createServer(answer), async origin => {
    const heard = new Heard()
    await use(await openEventStream('/events?a=1', { origin, headers: {} }, heard), heard)
  })

test('a stream is asked for as a browser does, and its data read until it ends', async () => {
  let asked: unknown
  await ask(
    ({ url, headers: { accept, 'cache-control': cacheControl } }, response) => {
      asked = { url, accept, cacheControl }
      response.writeHead(200, { 'content-type': 'Text/Event-Stream;charset=UTF-8' })
      response.end('data: one\n\ndata: two\n\ndata: cut off')
    },
    async (opening, heard) => {
      await heard.until(({ frames }) => frames.length > 1)
      expect([heard.frames, heard.causes]).toEqual([['one', 'two'], []])
      if (opening.kind === 'open') opening.connection.terminate()
    },
  )
  expect(asked).toEqual({ url: '/events?a=1', accept: 'text/event-stream', cacheControl: 'no-cache' })
})

test('another status has failed, with a stream in its body too', async () => {
  for (const status of [204, 302, 503]) {
    await ask(
      (_, response) => void response.writeHead(status, { 'content-type': 'text/event-stream' }).end(),
      opening => expect(opening).toEqual({ kind: 'failed', cause: `status ${status}` }),
    )
  }
})

test('another content type has failed', async () => {
  for (const type of ['text/html', 'text/event-streams', undefined]) {
    await ask(
      (_, response) =>
        void response.writeHead(200, type === undefined ? {} : { 'content-type': type }).end('data: one\n\n'),
      (opening, heard) => {
        expect(opening).toEqual({ kind: 'failed', cause: `content type ${type ?? 'none'}` })
        expect(heard.isNothing).toBe(true)
      },
    )
  }
})

test('a stream that breaks off is interrupted, with its cause', async () => {
  await ask(
    (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: one\n\n', () => response.destroy())
    },
    async (opening, heard) => {
      await heard.until(({ interruptions }) => interruptions.length > 0)
      expect([heard.frames, heard.causes]).toEqual([['one'], []])
      expect(heard.interruptions).toEqual([
        'UND_ERR_SOCKET (the connection was closed before the answer was whole)',
      ])
      if (opening.kind === 'open') opening.connection.terminate()
    },
  )
})
