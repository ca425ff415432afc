import { expect, test } from '@playwright/test'
import { startTruthServer } from '../calibration/truth/truth-server.ts'
import { systemClock } from '../clock.ts'
import { STOPPED } from '../loops/giving-up.ts'
import { openLoop } from './open-loop.ts'

test('a storm of errors ends it where that is asked for; what was still due counts as failed', async () => {
  const server = await startTruthServer()
  try {
    const arrivals = { kind: 'constant', perSecond: 400, durationMs: 60_000 } as const
    const streams = [
      { request: { method: 'GET', path: '/?status=503' } as const, arrivals, metric: 'bad', labels: {} },
    ]
    const all = await openLoop({ origin: server.origin, streams, stopOnErrors: true }, systemClock)
    const sent = server.served.length
    expect(all.find(({ metric }) => metric === 'bad.errors')?.data).toMatchObject({
      total: 24_000,
      bad: 24_000,
      causes: { 'status 503': sent, [STOPPED]: 24_000 - sent },
      examples: {
        [STOPPED]: expect.stringMatching(/^(\d+) of \1 requests failed in 5 s, most by status 503$/),
      },
    })
    expect(sent).toBeLessThan(24_000)
  } finally {
    await server.stop()
  }
})
