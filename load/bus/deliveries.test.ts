import { createServer } from 'node:http'
import { expect, test } from '@playwright/test'
import { WebSocketServer } from 'ws'
import { Ledger } from '../account/ledger.ts'
import { systemClock } from '../clock.ts'
import { listening } from '../testing/listening.ts'
import type { BusRequests } from './bus-requests.ts'
import { Deliveries } from './deliveries.ts'

const places: BusRequests['consumed'] = { path: '/live', events: 'done', id: 'id', redelivered: 'again' }

/** Hears of two deliveries of one event, until the target closes its socket. */
async function heard(
  use: (deliveries: Deliveries, closeSocket: () => void) => Promise<void>,
  told = places,
): Promise<void> {
  const sockets = new WebSocketServer({ noServer: true })
  const server = createServer().on('upgrade', (request, socket, head) =>
    sockets.handleUpgrade(request, socket, head, one => {
      for (const again of [false, true])
        one.send(JSON.stringify({ done: [{ id: 'a', again, came: 'done' }] }))
    }),
  )
  await listening(server, async origin => {
    const ledger = new Ledger({ arrived: 'acked' })
    ledger.sent('a', systemClock.nowMs())
    ledger.confirmed('a')
    const deliveries = new Deliveries(told, ledger, systemClock)
    try {
      await deliveries.open({ origin })
      await use(deliveries, () => sockets.clients.forEach(one => one.close()))
    } finally {
      deliveries.close()
      for (const one of sockets.clients) one.terminate()
    }
  })
}

test('deliveries are heard, those that come again too', () =>
  heard(async deliveries => {
    expect(await deliveries.consumed('a', systemClock.nowMs() + 30_000)).toBeGreaterThan(0)
    await expect.poll(() => deliveries.redelivered).toBe(1)
    expect(deliveries.unheard).toBeUndefined()
  }))

test('what a target does not tell of deliveries is not known of them', async () => {
  const { redelivered: _, ...untold } = places
  const effect = { place: 'came', repeated: 'known' }
  await heard(async deliveries => {
    await deliveries.consumed('a', systemClock.nowMs() + 30_000)
    expect([deliveries.tellsAgain, deliveries.effectsTwice]).toEqual([true, undefined])
  })
  await heard(
    async deliveries => {
      await expect.poll(() => deliveries.effectsTwice).toBe(1)
      expect(deliveries.tellsAgain).toBe(false)
    },
    { ...untold, effect },
  )
})

test('of a socket that closes on the way it is known that not all was heard', () =>
  heard(async (deliveries, closeSocket) => {
    await deliveries.consumed('a', systemClock.nowMs() + 30_000)
    closeSocket()
    await expect.poll(() => deliveries.unheard).toMatch(/^the socket was closed \(/)
  }))

test('of a target without that socket nothing is heard, for its cause', () =>
  listening(createServer(), async origin => {
    const deliveries = new Deliveries(places, new Ledger({ arrived: 'acked' }), systemClock)
    await deliveries.open({ origin })
    expect(deliveries.unheard).not.toBeUndefined()
  }))
