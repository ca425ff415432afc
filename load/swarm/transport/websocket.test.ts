import { createServer } from 'node:http'
import { expect, test } from '@playwright/test'
import { WebSocketServer } from 'ws'
import { Heard } from './testing/heard.ts'
import { listening } from '../../testing/listening.ts'
import { openWebSocket } from './websocket.ts'

test('each viewer is told its own text, whatever another was told last', async () => {
  const server = createServer()
  const viewers = new WebSocketServer({ server })
  const texts = ['aa', 'ab', 'ab', 'a', '', 'é', 'aa']
  viewers.on('connection', viewer => {
    for (const text of texts) viewer.send(text)
    viewer.send(Buffer.from('aa'))
  })
  await listening(server, async origin => {
    for (const heard of [new Heard(), new Heard()]) {
      const opening = await openWebSocket('/', { origin, headers: {} }, heard)
      await heard.until(({ frames }) => frames.length > texts.length)
      expect(heard.frames).toEqual([...texts, Buffer.from('aa')])
      if (opening.kind === 'open') opening.connection.terminate()
    }
  })
})

test('a frame that breaks the protocol ends it with what is wrong', async () => {
  const server = createServer()
  server.on('upgrade', (request, wire, head) => {
    new WebSocketServer({ noServer: true }).handleUpgrade(request, wire, head, () => {
      wire.write(Buffer.from([0xf1, 0x00]))
    })
  })
  await listening(server, async origin => {
    const heard = new Heard()
    await openWebSocket('/', { origin, headers: {} }, heard)
    await heard.until(({ causes }) => causes.length > 0)
    expect(heard.causes).toEqual([
      'WS_ERR_UNEXPECTED_RSV_2_3 (Invalid WebSocket frame: RSV2 and RSV3 must be clear)',
    ])
  })
})

test('a connection that is closed and never ended is over all the same', async () => {
  const server = createServer()
  server.on('upgrade', (request, wire, head) => {
    new WebSocketServer({ noServer: true }).handleUpgrade(request, wire, head, () => {
      wire.removeAllListeners('end')
      wire.write(Buffer.from([0x88, 0x02, 0x0f, 0xa1]))
    })
  })
  await listening(server, async origin => {
    const heard = new Heard()
    await openWebSocket('/', { origin, headers: {} }, heard)
    await heard.until(({ causes }) => causes.length > 0)
    expect(heard.causes).toEqual(["closed 4001 (the target's own code)"])
  })
})
