import { createServer } from 'node:http'
import { expect, test } from '@playwright/test'
import { systemClock } from '../../clock.ts'
import { listening } from '../../testing/listening.ts'
import { closedLoop } from './closed-loop.ts'

test('requests that are under way at its end are not sent again', async () => {
  let [asked, open] = [0, 0]
  const server = createServer((request, response) => {
    asked++
    // The second on each connection stays under way until it is closed.
    if (!isAsked.has(request.socket)) response.end()
    isAsked.add(request.socket)
  })
  const isAsked = new WeakSet()
  server.on('connection', socket => {
    open++
    socket.on('close', () => open--)
  })
  await listening(server, async origin => {
    await closedLoop(
      {
        origin,
        requests: [{ request: { method: 'GET', path: '/' }, labels: {} }],
        connections: 4,
        seconds: 0.2,
        metric: 'api',
        labels: {},
      },
      systemClock,
    )
    await expect.poll(() => open).toBe(0)
    // What had been sent by then is taken before this.
    await fetch(origin)
    expect(asked).toBe(2 * 4 + 1)
  })
})
