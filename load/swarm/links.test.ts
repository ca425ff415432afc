import { expect, test } from '@playwright/test'
import { Links } from './links.ts'
import type { LinksOptions } from './links.ts'
import type { ConnectionEvents, Opening } from './transport/transport.ts'

const reconnect = { baseMs: 1, capMs: 1, jitter: 'none', silenceMs: 60_000 } as const

/** Connections that the test opens, refuses and cuts; those of slot 1 answer pings. */
function bench(options: Partial<LinksOptions> = {}) {
  const opened: { slot: number; events: ConnectionEvents; isOpen: boolean; pings: number }[] = []
  const lost: [slot: number, cause: string][] = []
  let refuse: string | undefined
  let onTry: () => void = () => {}
  const links = new Links(
    {
      count: 2,
      open: async (slot, events): Promise<Opening> => {
        queueMicrotask(() => onTry())
        if (refuse !== undefined) return { kind: 'failed', cause: refuse }
        const one = { slot, events, isOpen: true, pings: 0 }
        opened.push(one)
        const end = (): void => void (one.isOpen = false)
        const ping = (): void => {
          one.pings++
          if (slot === 1) events.onSign()
        }
        return { kind: 'open', connection: { send: () => {}, ping, close: end, terminate: end } }
      },
      onFrame: () => {},
      onLost: (slot, cause) => lost.push([slot, cause]),
      expectsFrames: false,
      reconnect,
      random: () => 0.5,
      ...options,
    },
    { nowMs: () => performance.now() },
  )
  return {
    links,
    opened,
    lost,
    refuse: (cause: string | undefined) => (refuse = cause),
    /** @returns once so many tries have been made from now on */
    tries: (count: number) =>
      new Promise<void>(resolve => {
        let left = count
        onTry = () => {
          left--
          if (left === 0) resolve()
        }
      }),
  }
}

test('what is interrupted and goes on is counted with how long it was away, and is no loss that lasts', async () => {
  const resumed: number[] = []
  const { links, opened, lost } = bench({ onResumed: slot => resumed.push(slot) })
  for (const slot of [0, 1]) await links.open(slot)
  links.noteHeld()
  opened[0]?.events.onInterrupted?.('ECONNRESET')
  expect([lost, links.lost]).toEqual([[[0, 'ECONNRESET']], 1])
  opened[0]?.events.onResumed?.()
  expect(resumed).toEqual([0])
  const held = links.takeHeld()
  expect(held).toMatchObject({ total: 3, bad: 1, causes: { 'cut, and resumed: ECONNRESET': 1 } })
  expect(Object.values(held.examples ?? {})).toEqual([expect.stringMatching(/^away for \d+ ms$/)])
})

test('what is interrupted and does not come back is lost by its cause', async () => {
  const { links, opened } = bench()
  for (const slot of [0, 1]) await links.open(slot)
  links.noteHeld()
  opened[0]?.events.onInterrupted?.('ECONNRESET')
  expect(links.takeHeld()).toMatchObject({ total: 2, bad: 1, causes: { ECONNRESET: 1 } })
  links.noteHeld()
  opened[0]?.events.onClosed('stream ended, and was not given again: status 401')
  const refused = { 'stream ended, and was not given again: status 401': 1 }
  expect(links.takeHeld()).toMatchObject({ total: 2, bad: 1, causes: refused })
  expect(links.lost).toBe(1)
})

test('in an outage what is interrupted and refused is lost once, by what cut it', async () => {
  const { links, opened } = bench()
  await links.open(0)
  links.beginOutage()
  opened[0]?.events.onInterrupted?.('ECONNRESET')
  opened[0]?.events.onClosed('stream ended, and was not given again: status 401')
  await expect.poll(() => links.outageState()).toEqual({ held: 1, lost: 1, away: 0 })
  const { lostBy, refusedBy, triesMs } = links.endOutage()
  expect(lostBy).toEqual({ ECONNRESET: 1 })
  expect(refusedBy).toEqual({ 'stream ended, and was not given again: status 401': 1 })
  expect(triesMs).toHaveLength(2)
  expect(links.lost).toBe(1)
})

test('an outage knows of an interruption, and that it is over', async () => {
  const { links, opened } = bench()
  await links.open(0)
  links.beginOutage()
  opened[0]?.events.onInterrupted?.('ECONNRESET')
  expect(links.outageState()).toEqual({ held: 1, lost: 1, away: 1 })
  opened[0]?.events.onResumed?.()
  expect(links.outageState()).toEqual({ held: 1, lost: 1, away: 0 })
  expect(links.endOutage()).toMatchObject({ lostBy: { ECONNRESET: 1 }, triesMs: [expect.any(Number)] })
})

test('without an outage what is lost stays lost, and is told', async () => {
  const { links, opened, lost } = bench()
  expect(await links.open(0)).toBeUndefined()
  opened[0]?.events.onClosed('closed 1006')
  expect(links.at(0)).toBeUndefined()
  expect(lost).toEqual([[0, 'closed 1006']])
  expect(links.lost).toBe(1)
})

test('what ends with the credentials that it was opened with is opened once more with the new ones', async () => {
  const resumed: number[] = []
  const { links, opened, lost } = bench({ onResumed: slot => resumed.push(slot) })
  for (const slot of [0, 1]) await links.open(slot)
  await links.renew(false)
  expect(opened).toHaveLength(2)
  opened[0]?.events.onClosed('closed 4401')
  await expect.poll(() => links.at(0)).toBeDefined()
  expect([opened.length, lost, links.lost, resumed]).toEqual([3, [[0, 'closed 4401']], 1, [0]])
  opened[2]?.events.onClosed('closed 1006')
  await links.open(1)
  expect([links.at(0), opened.length]).toEqual([undefined, 4])
})

test('what ends while credentials are renewed is opened once', async () => {
  const { links, opened } = bench()
  for (const slot of [0, 1]) await links.open(slot)
  const renewing = links.renew(false)
  opened[0]?.events.onClosed('closed 4401')
  await renewing
  await expect.poll(() => links.at(0)).toBeDefined()
  expect(opened.map(({ slot }) => slot)).toEqual([0, 1, 0])
})

test('what is refused after its credentials have ended is opened with the next ones', async () => {
  const { links, opened, refuse, tries } = bench()
  await links.open(0)
  await links.renew(false)
  refuse('status 401')
  const refused = tries(1)
  opened[0]?.events.onClosed('closed 4401')
  await refused
  expect(links.at(0)).toBeUndefined()
  refuse(undefined)
  await links.renew(false)
  expect([links.at(0) !== undefined, opened.length]).toEqual([true, 2])
})

test('a refused opening says why', async () => {
  const { links, refuse } = bench()
  refuse('status 401')
  expect(await links.open(1)).toEqual({ kind: 'failed', cause: 'status 401' })
  expect(links.at(1)).toBeUndefined()
})

test('during an outage what is lost tries again until it is taken, and its tries are noted', async () => {
  const { links, opened, refuse, tries } = bench()
  await links.open(0)
  await links.open(1)
  links.beginOutage()
  refuse('status 503')
  const refused = tries(3)
  opened[0]?.events.onClosed('closed 1006')
  expect(links.outageState()).toEqual({ held: 2, lost: 1, away: 1 })
  await refused
  refuse(undefined)
  const taken = tries(1)
  await taken
  await expect.poll(() => links.outageState()).toEqual({ held: 2, lost: 1, away: 0 })
  expect(links.at(0)).toBeDefined()
  const report = links.endOutage()
  expect(report.held).toBe(2)
  expect(report.lostBy).toEqual({ 'closed 1006': 1 })
  expect(report.refusedBy).toEqual({ 'status 503': report.triesMs.length - 1 })
  expect(report.triesMs.length).toBeGreaterThanOrEqual(4)
  const [loss] = report.losses
  expect(loss?.backAtMs).toBeGreaterThanOrEqual(loss?.lostAtMs ?? Number.POSITIVE_INFINITY)
})

test('a connection that is lost twice was away since the first time', async () => {
  const { links, opened } = bench()
  await links.open(0)
  links.beginOutage()
  opened[0]?.events.onClosed('closed 1006')
  await expect.poll(() => opened.length).toBe(2)
  await expect.poll(() => links.outageState().away).toBe(0)
  opened[1]?.events.onClosed('closed 1012')
  expect(links.outageState()).toEqual({ held: 1, lost: 1, away: 1 })
  await expect.poll(() => links.outageState().away).toBe(0)
  const report = links.endOutage()
  expect(report.losses).toHaveLength(1)
  expect(report.lostBy).toEqual({ 'closed 1006': 1, 'closed 1012': 1 })
})

test('a connection that answers pings is left alone, one that does not is given up and opened again', async () => {
  const { links, opened, lost } = bench({ reconnect: { ...reconnect, silenceMs: 60 } })
  await links.open(0)
  await links.open(1)
  links.beginOutage()
  await expect.poll(() => opened.length).toBeGreaterThan(2)
  links.close()
  expect(opened[1]?.pings).toBeGreaterThan(0)
  expect(new Set(lost.map(([slot, cause]) => `${slot}: ${cause}`))).toEqual(new Set(['0: silent for 60 ms']))
  expect(opened[0]?.isOpen).toBe(false)
  expect(opened[0]?.pings).toBeGreaterThan(0)
})

test('an outage that is begun anew notes only what is lost from then on', async () => {
  const { links, opened } = bench()
  await links.open(0)
  await links.open(1)
  links.beginOutage()
  opened[0]?.events.onClosed('closed 1006')
  await expect.poll(() => links.outageState().away).toBe(0)
  links.beginOutage()
  expect(links.outageState()).toEqual({ held: 2, lost: 0, away: 0 })
  opened[1]?.events.onClosed('closed 1012')
  expect(links.endOutage().lostBy).toEqual({ 'closed 1012': 1 })
})

test('after the outage nobody comes back any more, and closing lets go of all', async () => {
  const { links, opened } = bench({ reconnect: { ...reconnect, baseMs: 20, capMs: 20 } })
  await links.open(0)
  await links.open(1)
  links.beginOutage()
  opened[0]?.events.onClosed('closed 1006')
  links.endOutage()
  expect(links.at(0)).toBeUndefined()
  links.close()
  expect(opened.map(one => one.isOpen)).toEqual([true, false])
  expect(links.at(1)).toBeUndefined()
  expect(() => links.endOutage()).toThrow('follows beginOutage')
})
