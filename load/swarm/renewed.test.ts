import { expect, test } from '@playwright/test'
import { startTruthHub } from '../calibration/truth/truth-hub.ts'
import { Swarm } from './swarm.ts'

const before = 'session=before'
const after = 'session=after'

for (const [transport, file] of [
  ['websocket', 'hub-protocol.ts'],
  ['sse', 'hub-stream-protocol.ts'],
] as const) {
  test(`${transport}: viewers that end with the sign-in that was renewed come back with the new one`, async () => {
    let ended: string | undefined
    const hub = await startTruthHub({ refuse: ({ headers }) => headers.cookie === ended })
    const module = new URL(`../calibration/truth/${file}`, import.meta.url).href
    const settings = {
      protocol: { module, path: 'default.realtime' },
      origin: hub.origin,
      agents: 1,
      viewers: 2,
    }
    try {
      await using swarm = await Swarm.start({ ...settings, headers: { cookie: before } })
      await swarm.connectAgents()
      await swarm.connectViewers()
      // Of a stream: what ends is asked for at once.
      for (const viewer of hub.viewers) viewer.send('{}\n\nretry: 1')
      await swarm.renew({ given: undefined, headers: { cookie: after } })
      expect(hub.viewers).toHaveLength(2)
      ended = before
      for (const viewer of hub.viewers) viewer.close(4401)
      await hub.untilViewers(4)
      expect(hub.handshakes.map(({ cookie }) => cookie)).toEqual([before, before, before, after, after])
      expect(await swarm.lost()).toBe(2)
      // They are in the accounts of the next stage.
      const delivered = async (): Promise<unknown> => {
        const { measurements } = await swarm.run({ perSecond: 20, rounds: 2, stage: 'steady' })
        return measurements.find(({ metric }) => metric === 'realtime.delivery')?.data
      }
      await expect.poll(delivered).toMatchObject({ total: 4, bad: 0 })
      expect(await swarm.close()).toEqual([{ kind: 'held' }, { kind: 'held' }])
    } finally {
      await hub.stop()
    }
  })
}
