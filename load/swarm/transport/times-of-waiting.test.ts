import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import { mock } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { systemClock } from '../../clock.ts'
import { simulated } from '../../loops/testing/simulated.ts'
import { listening } from '../../testing/listening.ts'
import { TIMED_OUT } from './failure-cause.ts'
import { openHttpPost } from './http-post.ts'
import { openPolling } from './polling.ts'
import { openEventStream } from './sse.ts'
import { Heard } from './testing/heard.ts'
import type { Connection, Opening } from './transport.ts'

/** A target that answers when a test does, in a time that goes as it says. */
interface Means {
  origin: string
  /** Lets time pass until then, ms. */
  passUntil: (ms: number) => Promise<void>
  /** Waits for so many requests in all, while no time passes. @returns the last of them, to be answered */
  asked: (count: number) => Promise<ServerResponse>
}

const EVENTS = { 'content-type': 'text/event-stream' }

async function slowTarget(use: (means: Means) => Promise<void>): Promise<void> {
  const all: ServerResponse[] = []
  const server = createServer((request, response) => {
    request.resume()
    all.push(response)
  })
  await listening(server, origin =>
    simulated(async ({ clock, passMs }) => {
      const now = mock.method(systemClock, 'nowMs', () => clock.nowMs())
      const asked = async (count: number): Promise<ServerResponse> => {
        while (all.length < count) await nextTurn()
        return all[count - 1] as ServerResponse
      }
      try {
        await use({ origin, passUntil: ms => passMs(ms - clock.nowMs()), asked })
      } finally {
        now.mock.restore()
      }
    }),
  )
}

const opened = (opening: Opening): Connection => {
  if (opening.kind === 'failed') throw new Error(opening.cause)
  return opening.connection
}

/** An agent that posts to a target which answers when it is told to. */
const posting = (play: (target: Means, agent: Connection, heard: Heard) => Promise<void>): Promise<void> =>
  slowTarget(async target => {
    const heard = new Heard()
    const options = { origin: target.origin, headers: {}, handshakeTimeoutMs: 10_000 }
    await play(target, opened(await openHttpPost('/', options, heard)), heard)
  })

test('a POST that waits behind another is ended so long after it was sent, and not after it went out', async () => {
  await posting(async ({ passUntil, asked }, agent, heard) => {
    agent.send('1')
    agent.send('2')
    const first = await asked(1)
    await passUntil(9000)
    first.end('taken')
    await asked(2)
    await passUntil(9990)
    expect(heard.causes).toEqual([])
    await passUntil(10_500)
    expect(heard.causes).toEqual([TIMED_OUT])
  })
})

test('a POST that is sent seconds after the last has all of its time', async () => {
  await posting(async ({ passUntil, asked }, agent, heard) => {
    await passUntil(20_000)
    agent.send('1')
    await asked(1)
    await passUntil(29_990)
    expect(heard.causes).toEqual([])
    await passUntil(30_500)
    expect(heard.causes).toEqual([TIMED_OUT])
  })
})

test('a poll that is led on slowly has no more time than one that is not', async () => {
  await slowTarget(async ({ origin, passUntil, asked }) => {
    const heard = new Heard()
    const options = { origin, headers: {}, everyMs: 100, handshakeTimeoutMs: 10_000, allowed: [] }
    const opening = openPolling('/', options, heard)
    const first = await asked(1)
    first.end('state')
    const poll = opened(await opening)
    await heard.until(({ frames }) => frames.length > 0)
    await passUntil(100)
    const second = await asked(2)
    await passUntil(9100)
    second.writeHead(302, { location: '/there' }).end()
    await asked(3)
    await passUntil(10_050)
    expect(heard.causes).toEqual([])
    await passUntil(10_600)
    expect(heard.causes).toEqual([TIMED_OUT])
    poll.terminate()
  })
})

test('a stream that is asked for again and led on slowly has no more time than one that is not', async () => {
  await slowTarget(async ({ origin, passUntil, asked }) => {
    const heard = new Heard()
    const options = { origin, headers: {}, handshakeTimeoutMs: 10_000, allowed: [] }
    const opening = openEventStream('/', options, heard)
    const first = await asked(1)
    first.writeHead(200, EVENTS).end('retry: 100\ndata: x\n\n')
    const stream = opened(await opening)
    // The end of a stream is a sign.
    await heard.until(({ frames, signs }) => frames.length > 0 && signs > 0)
    await passUntil(100)
    const second = await asked(2)
    await passUntil(9100)
    second.writeHead(302, { location: '/there' }).end()
    await asked(3)
    await passUntil(10_050)
    expect(heard.interruptions).toEqual([])
    await passUntil(10_600)
    expect(heard.interruptions).toEqual([TIMED_OUT])
    stream.terminate()
  })
})
