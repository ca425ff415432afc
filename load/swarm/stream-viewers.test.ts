import { expect, test } from '@playwright/test'
import { startTruthHub } from '../calibration/truth/truth-hub.ts'
import type { TruthHub, TruthHubOptions } from '../calibration/truth/truth-hub.ts'
import type { HistogramData, Measurement, TallyData } from '../measure/measurement.ts'
import type { ProtocolSource } from './protocol.ts'
import { Swarm } from './swarm.ts'

const protocol = {
  module: new URL('../calibration/truth/hub-stream-protocol.ts', import.meta.url).href,
  path: 'default.realtime',
}

async function withSwarm(
  options: TruthHubOptions,
  viewers: number,
  use: (swarm: Swarm, hub: TruthHub) => Promise<void>,
  source: ProtocolSource = protocol,
): Promise<void> {
  const hub = await startTruthHub(options)
  const headers = { cookie: 'session=abc' }
  try {
    await using swarm = await Swarm.start({
      protocol: source,
      origin: hub.origin,
      headers,
      agents: 7,
      viewers,
    })
    await swarm.connectAgents()
    await use(swarm, hub)
  } finally {
    await hub.stop()
  }
}

const dataOf = (all: readonly Measurement[], metric: string) => all.find(one => one.metric === metric)?.data
const tallyOf = (all: readonly Measurement[], metric: string) => dataOf(all, metric) as TallyData

test('viewers of server-sent events keep exact accounts', async () => {
  const mischief: TruthHubOptions['mischief'] = [
    { kind: 'drop', every: 50 },
    { kind: 'repeat', every: 70, at: 10 },
    { kind: 'garbage', every: 90, at: 20 },
  ]
  await withSwarm({ mischief }, 2, async (swarm, hub) => {
    const connected = await swarm.connectViewers()
    expect(tallyOf(connected, 'realtime.connect')).toMatchObject({ total: 2, bad: 0 })
    expect((dataOf(connected, 'realtime.connect.time') as HistogramData).n).toBe(2)
    expect(hub.handshakes.every(one => one.cookie === 'session=abc')).toBe(true)
    const { measurements } = await swarm.run({ perSecond: 40, rounds: 41, stage: 'steady' })
    expect([hub.received.length, hub.dropped.length, hub.repeated.length]).toEqual([287, 5, 4])
    expect(tallyOf(measurements, 'realtime.delivery')).toMatchObject({
      total: 2 * 287,
      causes: { lost: 2 * 5, duplicated: 2 * 4, reordered: 0 },
    })
    expect(tallyOf(measurements, 'realtime.frames')).toMatchObject({ total: 2 * (286 + 3), bad: 2 * 3 })
    expect((dataOf(measurements, 'realtime.latency') as HistogramData).n).toBe(2 * 286)
    expect(await swarm.close()).toEqual([{ kind: 'held' }, { kind: 'held' }])
  })
})

test('a stream that the server ends is asked for again: its viewer has not failed, and what it missed is lost', async () => {
  await withSwarm({}, 3, async (swarm, hub) => {
    await swarm.connectViewers()
    const running = swarm.run({ perSecond: 50, rounds: 12, stage: 'steady' })
    await hub.untilReceived(9)
    hub.viewers[0]?.close(1013)
    const { measurements } = await running
    const { total, bad, causes } = tallyOf(measurements, 'realtime.delivery')
    expect([total, bad > 0, causes.duplicated]).toEqual([3 * 84, true, 0])
    expect(tallyOf(measurements, 'realtime.held')).toMatchObject({ bad: 0 })
    expect((await swarm.close()).filter(one => one.kind === 'failed')).toEqual([])
  })
})

test('a stream that is cut goes on: its viewer has not failed, the cut is counted, and what it missed is not lost', async () => {
  await withSwarm({}, 3, async (swarm, hub) => {
    await swarm.connectViewers()
    hub.viewers[0]?.send('{}\n\nretry: 1')
    const running = swarm.runUntilHalted({ perSecond: 50 })
    await hub.untilReceived(9)
    hub.viewers[0]?.terminate()
    await hub.untilViewers(4)
    await swarm.halt()
    const { measurements } = await running
    expect(tallyOf(measurements, 'realtime.held')).toMatchObject({
      bad: 1,
      causes: {
        'cut, and resumed: UND_ERR_SOCKET (the connection was closed before the answer was whole)': 1,
      },
    })
    expect(tallyOf(measurements, 'realtime.delivery')).toMatchObject({ bad: 0 })
    expect((await swarm.close()).filter(one => one.kind === 'failed')).toEqual([])
  })
})

test('a refused stream is counted by its status', async () => {
  await withSwarm({ refuse: request => request.url === '/events' }, 2, async swarm => {
    expect(tallyOf(await swarm.connectViewers(), 'realtime.connect')).toMatchObject({
      total: 2,
      bad: 2,
      causes: { 'status 401': 2 },
    })
    expect(await swarm.close()).toEqual([
      { kind: 'failed', cause: 'status 401' },
      { kind: 'failed', cause: 'status 401' },
    ])
  })
})
