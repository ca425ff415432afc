import { createServer } from 'node:http'
import { expect, test } from '@playwright/test'
import { Asker } from '../http/asker.ts'
import { Sender } from '../http/sender.ts'
import { simulated } from '../loops/testing/simulated.ts'
import type { Outcome } from '../loops/operation.ts'
import { listening } from '../testing/listening.ts'
import { FleetClient } from './fleet-client.ts'
import { truthRequests } from './testing/fleet-truth.ts'

test('an agent that took 5 of 10 s to be given has 5 s for its first answer', async () => {
  await listening(
    createServer(() => {}),
    origin =>
      simulated(async ({ clock, passMs }) => {
        const sender = new Sender({ origin, timeoutMs: 10_000 }, clock)
        try {
          const client = new FleetClient(truthRequests, new Asker(sender, {}), clock)
          await passMs(5000)
          const ended: Outcome[] = []
          const first = client.firstMessage('a', 0).then(outcome => ended.push(outcome))
          await passMs(4990)
          expect(ended).toEqual([])
          await passMs(500)
          expect(ended.map(({ fault }) => fault)).toEqual([
            { kind: 'timeout', cause: 'message: taken, and no answer in time', example: '' },
          ])
          await first
        } finally {
          sender.stop()
        }
      }),
  )
})
