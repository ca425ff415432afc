import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test } from '@playwright/test'
import { listening } from '../../load/testing/listening.ts'
import { postMessage } from './post.ts'

/** Posts to a webhook that answers so. @returns what it was told */
async function post(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  withinMs?: number,
): Promise<{ method?: string | undefined; url?: string | undefined; body: unknown }> {
  let asked: IncomingMessage | undefined
  let body = ''
  const server = createServer((request, response) => {
    const take = async (): Promise<void> => {
      body = await text(request)
      answer(request, response)
    }
    asked = request
    void take()
  })
  await listening(server, origin =>
    postMessage(new URL('/services/T0/secret', origin), 'All is well.', withinMs),
  )
  return { method: asked?.method, url: asked?.url, body: JSON.parse(body) as unknown }
}

test('a message is posted as JSON', async () => {
  const told = await post((_, response) => response.writeHead(200).end('ok'))
  expect(told).toEqual({ method: 'POST', url: '/services/T0/secret', body: { text: 'All is well.' } })
})

test('a webhook that refuses is told with its answer, and one that is silent with the time; its secret address is not', async () => {
  const refused = post((_, response) => response.writeHead(404).end('no_team'))
  await expect(refused).rejects.toThrow(
    /^The message was not sent to 127\.0\.0\.1:\d+: it answered 404 no_team$/,
  )
  const silent = post(() => {}, 200)
  await expect(silent).rejects.toThrow(
    /^The message was not sent to 127\.0\.0\.1:\d+: it did not answer within 0\.2 s\.$/,
  )
  const gone = postMessage(new URL('http://127.0.0.1:1/services/T0/secret'), 'x')
  await expect(gone).rejects.toThrow(/^The message was not sent to 127\.0\.0\.1:1: connect ECONNREFUSED/)
})
