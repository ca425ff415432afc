import { expect, test } from '@playwright/test'
import { faultyNumber } from '../measure/faulty-number.ts'
import { limitMeasurement, probeLimit } from './limit-probe.ts'
import type { ConnectionEvents, Opening } from './transport/transport.ts'

const clock = { nowMs: () => 5000 }

/** A target that takes so many connections and answers further ones as told. */
function target(limit: number, beyond: (events: ConnectionEvents) => Opening) {
  let open = 0
  const taken = (): Opening => {
    open++
    const close = (): void => void open--
    return { kind: 'open', connection: { send: () => {}, close, terminate: close } }
  }
  return {
    openNow: () => open,
    taken,
    open: async (events: ConnectionEvents): Promise<Opening> => (open < limit ? taken() : beyond(events)),
  }
}

const refusedBy = (cause: string) => (): Opening => ({ kind: 'failed', cause })

test('connections are taken up to the limit, refused beyond it, and let go at the end', async () => {
  const one = target(7, refusedBy('status 503'))
  const report = await probeLimit(one.open, { free: 7, beyond: 3 }, clock)
  expect(report.taken).toBe(7)
  expect(report.refusals).toMatchObject({ total: 3, bad: 0, blocks: [{ startMs: 5000, total: 3, bad: 0 }] })
  expect(one.openNow()).toBe(0)
})

test('a limit that others have used up in part is met sooner', async () => {
  const report = await probeLimit(target(4, refusedBy('status 503')).open, { free: 7, beyond: 2 }, clock)
  expect(report.taken).toBe(4)
  expect(report.refusals).toMatchObject({ total: 2, bad: 0 })
})

test('a refusal that tells a client nothing is bad, by its cause', async () => {
  for (const cause of ['status 500', 'ECONNRESET (cut)', 'status 5030', 'closed 1006']) {
    const { refusals } = await probeLimit(target(1, refusedBy(cause)).open, { free: 1, beyond: 2 }, clock)
    expect(refusals).toMatchObject({ total: 2, bad: 2, causes: { [`refused by ${cause}`]: 2 } })
  }
})

test('a handshake that is closed with 1013 is a clear refusal, with another code it is not', async () => {
  const closing =
    (cause: string) =>
    (events: ConnectionEvents): Opening => {
      queueMicrotask(() => events.onClosed(cause))
      return { kind: 'open', connection: { send: () => {}, close: () => {}, terminate: () => {} } }
    }
  const order = { free: 0, beyond: 2 }
  const clear = await probeLimit(target(0, closing('closed 1013 (try again later)')).open, order, clock)
  expect(clear.refusals).toMatchObject({ total: 2, bad: 0 })
  const unclear = await probeLimit(target(0, closing('closed 1000 (normal)')).open, order, clock)
  expect(unclear.refusals).toMatchObject({ total: 2, bad: 2 })
})

test('a target without a limit takes what it should refuse: each is bad, and all are let go', async () => {
  const one = target(1000, refusedBy('status 503'))
  const { taken, refusals } = await probeLimit(one.open, { free: 2, beyond: 2 }, clock)
  expect(taken).toBe(2)
  expect(refusals).toMatchObject({ total: 2, bad: 2, causes: { 'accepted beyond the limit': 2 } })
  expect(one.openNow()).toBe(0)
})

test('a connection that was open and is cut meanwhile counts against the target', async () => {
  const found = await probeLimit(target(0, refusedBy('status 503')).open, { free: 0, beyond: 3 }, clock)
  const { data } = limitMeasurement({ ...found, lost: 2 }, 10, { startMs: 4000, endMs: 6000 })
  expect(data).toMatchObject({ total: 13, bad: 2, causes: { 'dropped while others were refused': 2 } })
})

test('connections that come back and are cut again are each bad as often, and the measurement is sound', async () => {
  const found = await probeLimit(target(0, refusedBy('status 503')).open, { free: 0, beyond: 3 }, clock)
  const measured = limitMeasurement({ ...found, lost: 5 }, 2, { startMs: 4000, endMs: 6000 })
  expect(measured.data).toMatchObject({ total: 8, bad: 5 })
  expect(faultyNumber(measured)).toBeUndefined()
})
