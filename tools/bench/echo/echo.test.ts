import { expect, test } from '@playwright/test'
import { WebSocketServer } from 'ws'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { readWhole } from '../../../load/measure/histogram.ts'
import type { Measurement } from '../../../load/measure/measurement.ts'
import { Swarm } from '../../../load/swarm/swarm.ts'

const HELD_MS = 30

/** Five agents send four updates each to a server that answers each with a text, after a while. */
async function runAgainst(answer: (frame: string) => string): Promise<Measurement[]> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  server.on('connection', socket => {
    socket.on('message', data => {
      setTimeout(() => socket.send(answer((data as Buffer).toString())), HELD_MS)
    })
  })
  try {
    await using swarm = await Swarm.start({
      protocol: { module: new URL('echo-protocol.ts', import.meta.url).href, path: 'default.realtime' },
      origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      headers: {},
      agents: 5,
      viewers: 0,
    })
    await swarm.connectAgents()
    return (await swarm.run({ perSecond: 2, rounds: 4, stage: 'steady' })).measurements
  } finally {
    for (const socket of server.clients) socket.terminate()
    server.close()
  }
}

test('what the target acknowledges counts from the send of that very update', async () => {
  const measurements = await runAgainst(frame => frame)
  const acknowledged = measurements.find(({ metric }) => metric === 'realtime.acknowledged')?.data
  if (acknowledged?.kind !== 'histogram') throw new Error('Nothing was acknowledged.')
  expect(acknowledged.n).toBeGreaterThan(0)
  expect(acknowledged.n).toBeLessThanOrEqual(20)
  // A timer was seen to fire up to 1 ms early.
  expect(readWhole(acknowledged).percentile(1)).toBeGreaterThan(HELD_MS - 2)
  const answers = measurements.find(({ metric }) => metric === 'realtime.answers')?.data
  expect(answers).toMatchObject({ total: acknowledged.n, bad: 0 })
})

test('an answer that names no update of the agent acknowledges nothing', async () => {
  const measurements = await runAgainst(() => '{"seq":99}')
  expect(measurements.find(({ metric }) => metric === 'realtime.acknowledged')).toBeUndefined()
})
