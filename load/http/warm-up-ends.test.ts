import { createServer } from 'node:http'
import { expect, test } from '@playwright/test'
import type { Clock } from '../clock.ts'
import { simulated } from '../loops/testing/simulated.ts'
import { warmUp } from '../loops/warm-up.ts'
import { listening } from '../testing/listening.ts'
import { httpOperation } from './http-operation.ts'
import { Sender } from './sender.ts'
import type { Done, Prepared } from './sender.ts'

const TIMEOUT_MS = 10_000

/** Asks a target that never answers, in a time that goes as the test says. */
async function silence(
  use: (means: {
    sender: Sender
    prepared: Prepared
    clock: Clock
    passUntil: (ms: number) => Promise<void>
  }) => Promise<void>,
): Promise<void> {
  await listening(
    createServer(() => {}),
    origin =>
      simulated(async ({ clock, passMs }) => {
        const sender = new Sender({ origin, timeoutMs: TIMEOUT_MS }, clock)
        const prepared = sender.prepare({
          method: 'GET',
          path: '/',
          headers: {},
          body: null,
          keepsBody: false,
        })
        try {
          await use({ sender, prepared, clock, passUntil: ms => passMs(ms - clock.nowMs()) })
        } finally {
          sender.stop()
        }
      }),
  )
}

for (const rampMs of [0, 1000]) {
  test(`a warm-up of 500 ms after a ramp of ${rampMs} lets go a second later of all that hangs`, async () => {
    await silence(async ({ sender, prepared, clock, passUntil }) => {
      const operation = httpOperation(sender, () => prepared, {})
      const arrivals = { kind: 'constant', perSecond: 20, durationMs: 60_000 } as const
      const times = { rampMs, warmUpMs: 500, timeoutMs: TIMEOUT_MS }
      let isOver = false
      const warm = warmUp([{ operation, arrivals }], times, clock).then(() => (isOver = true))
      await passUntil(rampMs + 1490)
      expect(isOver).toBe(false)
      await passUntil(rampMs + 2000)
      expect(isOver).toBe(true)
      await warm
    })
  })
}

test('what this side sends 3 s late has all of its time, and what waited for the target what is left of it', async () => {
  await silence(async ({ sender, prepared, clock, passUntil }) => {
    await passUntil(3000)
    const over: Record<string, Done['outcome']['kind']> = {}
    sender.send(prepared, 0, ({ outcome }) => (over['late'] = outcome.kind))
    sender.send(prepared, 0, ({ outcome }) => (over['waited'] = outcome.kind), clock.nowMs())
    sender.send(prepared, 0, ({ outcome }) => (over['waited, then late'] = outcome.kind), 1000)
    await passUntil(9990)
    expect(over).toEqual({})
    await passUntil(10_500)
    expect(over).toEqual({ waited: 'timed-out' })
    await passUntil(11_990)
    expect(over).toEqual({ waited: 'timed-out' })
    await passUntil(12_500)
    expect(Object.keys(over)).toEqual(['waited', 'waited, then late'])
    await passUntil(13_500)
    expect(Object.keys(over)).toEqual(['waited', 'waited, then late', 'late'])
  })
})
