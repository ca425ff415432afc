import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener } from 'node:http'
import { expect, test } from '@playwright/test'
import { closedOrigin } from '../../calibration/truth/truth-server.ts'
import { TIMED_OUT } from './failure-cause.ts'
import { Heard } from './testing/heard.ts'
import { openHttpPost } from './http-post.ts'
import { listening } from '../../testing/listening.ts'
import type { Connection } from './transport.ts'

/** Opens the connection of an agent that patiently waits, or for `handshakeTimeoutMs`. */
async function agentAt(origin: string, heard: Heard, handshakeTimeoutMs = 10_000): Promise<Connection> {
  const options = { origin, headers: { authorization: 'Bearer abc' }, handshakeTimeoutMs }
  const opening = await openHttpPost('/metrics?id=1', options, heard)
  if (opening.kind === 'failed') throw new Error(opening.cause)
  return opening.connection
}

const withAgent = (answer: RequestListener, use: (agent: Connection, heard: Heard) => Promise<void>) =>
  listening(createServer(answer), async origin => {
    const heard = new Heard()
    await use(await agentAt(origin, heard), heard)
  })

test('a frame is posted to the path with the headers given and the type of what it is', async () => {
  const asked: IncomingMessage[] = []
  await withAgent(
    (request, response) => {
      asked.push(request)
      response.end('taken')
    },
    async (agent, heard) => {
      agent.send('{"n":1}')
      agent.send(Uint8Array.of(1, 2))
      await heard.until(({ frames }) => frames.length >= 2)
      expect(heard.frames).toEqual(['taken', 'taken'])
    },
  )
  expect(
    asked.map(({ method, url, headers }) => [method, url, headers.authorization, headers['content-type']]),
  ).toEqual([
    ['POST', '/metrics?id=1', 'Bearer abc', 'application/json'],
    ['POST', '/metrics?id=1', 'Bearer abc', 'application/octet-stream'],
  ])
})

test('an agent has one POST under way, and agents do not wait for one another', async () => {
  const agents = 20
  const underWay = new Map<string, number>()
  let mostUnderWay = 0
  const waiting: (() => void)[] = []
  await listening(
    createServer(({ url = '' }, response) => {
      underWay.set(url, (underWay.get(url) ?? 0) + 1)
      mostUnderWay = Math.max(mostUnderWay, ...underWay.values())
      waiting.push(() => {
        underWay.set(url, 0)
        response.end('taken')
      })
      // Nobody is answered before all have asked.
      if (waiting.length === agents) for (const answer of waiting.splice(0)) answer()
    }),
    async origin => {
      const heard = new Heard()
      for (let i = 0; i < agents; i++) {
        const opening = await openHttpPost(`/${i}`, { origin, headers: {} }, heard)
        if (opening.kind === 'failed') throw new Error(opening.cause)
        for (const frame of ['1', '2', '3']) opening.connection.send(frame)
      }
      await heard.until(({ frames }) => frames.length >= 3 * agents)
      expect([heard.causes, mostUnderWay]).toEqual([[], 1])
    },
  )
})

test('its connection is kept from one POST to the next', async () => {
  const ports = new Set<number | undefined>()
  await withAgent(
    ({ socket }, response) => {
      ports.add(socket.remotePort)
      response.writeHead(204).end()
    },
    async (agent, heard) => {
      for (let i = 0; i < 10; i++) agent.send('{}')
      await heard.until(({ signs }) => signs >= 10)
    },
  )
  expect(ports.size).toBe(1)
})

test('a refused POST ends it with its status, and what waits behind it is not sent', async () => {
  for (const status of [302, 401, 503]) {
    let asked = 0
    const refuse: RequestListener = (_, response) => {
      asked++
      response.writeHead(status).end('no')
    }
    await listening(createServer(refuse), async origin => {
      // The second agent's refusal comes after all that the first could have sent.
      for (const heard of [new Heard(), new Heard()]) {
        const agent = await agentAt(origin, heard)
        for (let i = 0; i < 5; i++) agent.send('{}')
        await heard.until(({ causes }) => causes.length > 0)
        agent.send('{}')
        expect([heard.frames, heard.causes]).toEqual([[], [`status ${status}`]])
      }
    })
    expect(asked).toBe(2)
  }
})

test('a POST that is not answered in time ends it', async () => {
  await listening(
    createServer(() => {}),
    async origin => {
      const heard = new Heard()
      const agent = await agentAt(origin, heard, 30)
      agent.send('{}')
      await heard.until(({ causes }) => causes.length > 0)
      expect(heard.causes).toEqual([TIMED_OUT])
    },
  )
})

test('where nobody listens the first POST tells it', async () => {
  const heard = new Heard()
  const agent = await agentAt(await closedOrigin(), heard)
  agent.send('{}')
  await heard.until(({ causes }) => causes.length > 0)
  expect(heard.causes).toEqual(['ECONNREFUSED (nothing listens there)'])
})

test('terminate breaks off the POST under way, and nothing is told of it', async () => {
  const asked = Promise.withResolvers<void>()
  const brokenOff = Promise.withResolvers<void>()
  const neverAnswer: RequestListener = (_, response) => {
    response.on('close', () => brokenOff.resolve())
    asked.resolve()
  }
  await withAgent(neverAnswer, async (agent, heard) => {
    for (const frame of ['1', '2']) agent.send(frame)
    await asked.promise
    agent.terminate()
    await brokenOff.promise
    expect(heard.isNothing).toBe(true)
  })
})
