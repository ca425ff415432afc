import { once } from 'node:events'
import { expect, test } from '@playwright/test'
import { WebSocket } from 'ws'
import { accountsOf } from './accounts.ts'
import { startTruthHub } from './truth-hub.ts'
import type { TruthHub, TruthHubOptions } from './truth-hub.ts'

const socketTo = async (hub: TruthHub, path: string): Promise<WebSocket> => {
  const socket = new WebSocket(hub.origin.replace('http', 'ws') + path)
  await once(socket, 'open')
  return socket
}

/**
 * One agent sends updates 0 to `count - 1` to a hub with a viewer, and a last one when all is passed on.
 *
 * @returns the seqs as the viewer received them, without the last; what can't be read is `NaN`
 */
async function play(
  options: TruthHubOptions,
  count: number,
  use: (hub: TruthHub, seqs: readonly number[]) => void = () => {},
): Promise<number[]> {
  const hub = await startTruthHub({ calmAfter: count, ...options })
  try {
    const viewer = await socketTo(hub, '/viewer')
    const agent = await socketTo(hub, '/agent')
    const seqs: number[] = []
    const complete = new Promise<void>(resolve => {
      viewer.on('message', (data: Buffer) => {
        const text = data.toString()
        const seq = text.startsWith('{') ? (JSON.parse(text) as { seq: number }).seq : Number.NaN
        if (seq === count) resolve()
        else seqs.push(seq)
      })
    })
    const send = (seq: number): void => agent.send(JSON.stringify({ agent: 0, seq, sentAtMs: 0, value: seq }))
    for (let seq = 0; seq < count; seq++) send(seq)
    const held = options.mischief?.find(one => one.kind === 'delay')
    if (held) await new Promise(resolve => setTimeout(resolve, 2 * held.forMs))
    send(count)
    await complete
    use(hub, seqs)
    return seqs
  } finally {
    await hub.stop()
  }
}

test('a hub without mischief passes all on as it came', async () => {
  expect(await play({}, 5)).toEqual([0, 1, 2, 3, 4])
})

test('it drops exactly one of so many, the last of them or the one that is named', async () => {
  const drop = (at?: number) => ({ kind: 'drop', every: 3, ...(at === undefined ? {} : { at }) }) as const
  expect(await play({ mischief: [drop()] }, 7)).toEqual([0, 1, 3, 4, 6])
  expect(await play({ mischief: [drop(0)] }, 7)).toEqual([1, 2, 4, 5])
})

test('it sends an update twice', async () => {
  expect(await play({ mischief: [{ kind: 'repeat', every: 2 }] }, 4)).toEqual([0, 1, 1, 2, 3, 3])
})

test("it sends an update after the agent's next one", async () => {
  expect(await play({ mischief: [{ kind: 'swap', every: 4, at: 1 }] }, 6)).toEqual([0, 2, 1, 3, 4, 5])
})

test('it holds an update back, and writes down for how long', async () => {
  const seqs = await play({ mischief: [{ kind: 'delay', every: 5, at: 0, forMs: 40 }] }, 3, hub => {
    expect(hub.passed.find(one => one.seq === 0)?.heldMs).toBeGreaterThan(38)
  })
  expect(seqs).toEqual([1, 2, 0])
})

test('it sends what nobody can read before an update', async () => {
  expect(await play({ mischief: [{ kind: 'garbage', every: 2 }] }, 2)).toEqual([0, Number.NaN, 1])
})

test('the first mischief decides, and after a while there is none', async () => {
  const mischief = [
    { kind: 'drop', every: 2 },
    { kind: 'repeat', every: 1 },
  ] as const
  expect(await play({ mischief: [...mischief], calmAfter: 3 }, 6)).toEqual([0, 0, 2, 2, 3, 4, 5])
})

test('its books say what a viewer received', async () => {
  const mischief: TruthHubOptions['mischief'] = [
    { kind: 'drop', every: 10 },
    { kind: 'swap', every: 7, at: 0 },
    { kind: 'repeat', every: 4 },
  ]
  await play({ mischief }, 40, (hub, seqs) => {
    expect(hub.dropped.map(one => one.seq)).toEqual([9, 19, 29, 39])
    // Of the ten in turn, 7 and 35 were swapped, 19 and 39 dropped.
    expect(hub.repeated.map(one => one.seq)).toEqual([3, 11, 15, 23, 27, 31])
    // Of the six that were swapped, 28 was not overtaken: 29 was dropped.
    expect(accountsOf(hub)).toEqual({ expected: 41, lost: 4, duplicated: 6, reordered: 5 })
    expect(seqs).toHaveLength(40 - 4 + 6)
    expect(hub.passed.map(one => one.seq).slice(0, -1)).toEqual(seqs)
  })
})

test('a peer says its time, ahead and drifting as it was told to', async () => {
  const hub = await startTruthHub({ clock: { offsetMs: 250, driftPpm: 1000 } })
  try {
    expect(hub.offsetAtMs(60_000) - hub.offsetAtMs(0)).toBeCloseTo(60, 6)
    const peer = await socketTo(hub, '/clock')
    peer.send('time?')
    const [answer] = (await once(peer, 'message')) as [Buffer]
    const peerMs = Number(answer.toString())
    const ownMs = peerMs - 250
    expect(hub.offsetAtMs(ownMs)).toBeCloseTo(250, -1)
  } finally {
    await hub.stop()
  }
})
