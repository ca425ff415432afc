import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import { expect, test } from '@playwright/test'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { listening } from '../testing/listening.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Swarm } from './swarm.ts'

/** What a target does with its viewers, and what is said of it. */
interface Case {
  name: string
  /** Names one of the protocols of `testing/quiet-protocols.ts`. */
  protocol: 'plain' | 'text' | 'unread' | 'foreign' | 'future' | 'polled' | 'listed' | 'streamed'
  onUpdate?: (viewers: Set<WebSocket>, update: string) => void
  /** A status that viewers are refused with. */
  refuse?: number
  /** Whether agents are refused with it, and not viewers. */
  refusesAgents?: boolean
  /** What a question by HTTP is answered with. Default: 204. */
  answer?: (response: ServerResponse, path?: string) => void
  absence: RegExp | undefined
  received: { total: number; bad: number; causes?: Record<string, number> }
  delivery?: { total: number; lost: number }
}

const relay = (viewers: Set<WebSocket>, update: string): void =>
  viewers.forEach(viewer => viewer.send(update))

const cases: Case[] = [
  {
    name: 'nothing',
    protocol: 'plain',
    absence:
      /^2 viewers, 0 frames in \d+ s, while agents sent 12 updates: does the target want a subscription first \(`opening`\)/,
    received: { total: 2, bad: 2, causes: { 'told nothing': 2 } },
  },
  {
    name: 'all refused',
    protocol: 'plain',
    refuse: 401,
    absence: /^No viewer was connected in \d+ s: 2 x status 401\.$/,
    received: { total: 2, bad: 2, causes: { 'status 401': 2 } },
  },
  {
    name: 'all redirected',
    protocol: 'plain',
    refuse: 302,
    absence: /^No viewer was connected in \d+ s: 2 x status 302 \(redirected to \/login: is that a sign-in/,
    received: { total: 2, bad: 2 },
  },
  {
    name: 'frames that can not be read',
    protocol: 'unread',
    onUpdate: relay,
    absence:
      /^2 viewers, 24 frames, and none could be read: 24 x unreadable: TypeError, such as \{.* \(read gave undefined: give an array/,
    received: { total: 2, bad: 2, causes: { 'told nothing that could be read': 2 } },
  },
  {
    name: 'only keep-alives',
    protocol: 'foreign',
    onUpdate: relay,
    absence:
      /^2 viewers, 24 frames in \d+ s, while agents sent 12 updates, and no value of theirs in any: does `read` find it\? One began: \{"agent/,
    received: { total: 2, bad: 0 },
  },
  {
    name: 'values that were never sent',
    protocol: 'future',
    onUpdate: relay,
    absence: /and no value of theirs in any/,
    received: { total: 2, bad: 0 },
  },
  {
    name: 'polls that are all answered with nothing',
    protocol: 'polled',
    absence: /^2 viewers, 0 frames in \d+ s/,
    received: { total: 2, bad: 2 },
  },
  {
    name: 'nothing, as all agents were refused',
    protocol: 'plain',
    refuse: 403,
    refusesAgents: true,
    absence: /^2 viewers, 0 frames in \d+ s, as agents sent none of 12 updates: 12 x /,
    received: { total: 2, bad: 2, causes: { 'told nothing': 2 } },
  },
  {
    name: 'pings alone',
    protocol: 'plain',
    onUpdate: viewers => viewers.forEach(viewer => viewer.ping('alive')),
    absence: /^2 viewers, 0 frames in \d+ s, while agents sent 12 updates: does the target want/,
    received: { total: 2, bad: 2, causes: { 'told nothing': 2 } },
  },
  {
    name: 'polls that a sign-in answers in their place',
    protocol: 'listed',
    answer: (response, path) =>
      path === '/poll'
        ? response.writeHead(302, { location: '/login' }).end()
        : response.setHeader('content-type', 'text/html').end('<title>Sign in</title>'),
    absence: /frames, and none could be read: \d+ x unreadable: SyntaxError, such as <title>Sign in/,
    received: { total: 2, bad: 2 },
  },
  {
    name: 'a stream of events with other names',
    protocol: 'streamed',
    answer: response =>
      response.setHeader('content-type', 'text/event-stream').write('event: hello\ndata: {"agent":0}\n\n'),
    absence: /^2 viewers, 0 frames in \d+ s, while agents sent 12 updates: .* or another path or event\?/,
    received: { total: 2, bad: 2, causes: { 'told nothing': 2 } },
  },
  {
    name: 'a page in place of a stream',
    protocol: 'streamed',
    answer: response => response.setHeader('content-type', 'text/html').end('<title>Sign in</title>'),
    absence: /^No viewer was connected in \d+ s: 2 x /,
    received: { total: 2, bad: 2 },
  },
  {
    name: 'numbers as text: nothing is wrong',
    protocol: 'text',
    onUpdate: relay,
    absence: undefined,
    received: { total: 2, bad: 0 },
    delivery: { total: 24, lost: 0 },
  },
]

for (const one of cases) {
  test(`what viewers were told: ${one.name}`, async () => {
    const measurements = await measure(one)
    const find = (metric: string) => measurements.find(each => each.metric === metric)
    expect(find('realtime.received')?.data).toMatchObject(one.received)
    if (one.absence) {
      expect(find('realtime.latency')).toMatchObject({ data: { n: 0 } })
      expect(find('realtime.latency')?.absence).toMatch(one.absence)
      expect(find('realtime.delivery')).toMatchObject({ data: { total: 0 } })
      expect(find('realtime.staleness')).toMatchObject({ data: { n: 0 } })
    }
    if (one.delivery) {
      const { total, lost } = one.delivery
      expect(find('realtime.delivery')?.data).toMatchObject({
        total,
        causes: { lost, duplicated: 0, reordered: 0 },
      })
    }
  })
}

test('connections that are cut while the fleet reports are told, with their cause', async () => {
  const measurements = await measure({
    protocol: 'text',
    onUpdate: viewers => viewers.forEach(viewer => viewer.close(1012, 'restarting')),
  })
  const find = (metric: string) => measurements.find(each => each.metric === metric)
  expect(find('realtime.held')?.data).toMatchObject({
    total: 4,
    bad: 2,
    causes: { 'closed 1012 (service restart): restarting': 2 },
  })
  expect(find('realtime.latency')?.absence).toContain('2 x closed 1012 (service restart): restarting')
})

async function measure({
  protocol,
  onUpdate,
  refuse,
  refusesAgents = false,
  answer = response => response.writeHead(204).end(),
}: Omit<Case, 'name' | 'absence' | 'received'>): Promise<Measurement[]> {
  const viewers = new Set<WebSocket>()
  const server = createServer((request, response) => answer(response, request.url))
  new WebSocketServer({
    server,
    verifyClient: ({ req }, decide) =>
      refuse === undefined || (req.url === '/viewer') === refusesAgents
        ? decide(true)
        : decide(false, refuse, 'no', { location: '/login' }),
  }).on('connection', (socket, request) => {
    if (request.url === '/viewer') {
      viewers.add(socket)
    } else socket.on('message', (data: Buffer) => onUpdate?.(viewers, data.toString()))
  })
  return listening(server, async origin => {
    const module = new URL('./testing/quiet-protocols.ts', import.meta.url).href
    await using swarm = await Swarm.start({
      protocol: { module, path: protocol },
      origin,
      headers: {},
      agents: 2,
      viewers: 2,
      listen: protocol === 'polled' || protocol === 'listed' ? 'polling' : 'viewer',
    })
    await swarm.connectViewers()
    await swarm.connectAgents()
    const { measurements } = await swarm.run({ perSecond: 6, rounds: 6, stage: 'steady' })
    return measurements
  })
}
