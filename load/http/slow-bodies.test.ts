import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import { readWhole } from '../measure/histogram.ts'
import type { Measurement } from '../measure/measurement.ts'
import { openLoop } from './open-loop.ts'

const BODY_MS = 400

/** Answers the head at once, and the body in four pieces over 400 ms. */
async function measured(timeoutMs: number): Promise<(metric: string) => Measurement['data']> {
  const server = createServer((_request, response) => {
    response.writeHead(200).write('1')
    let pieces = 1
    const timer = setInterval(() => {
      pieces++
      if (pieces < 4) response.write(String(pieces))
      else {
        clearInterval(timer)
        response.end('4')
      }
    }, BODY_MS / 3)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const all = await openLoop(
      {
        origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        timeoutMs,
        streams: [
          {
            metric: 'slow',
            labels: {},
            request: { method: 'GET', path: '/' },
            arrivals: { kind: 'constant', perSecond: 20, durationMs: 1000 },
          },
        ],
      },
      systemClock,
    )
    return metric => {
      const found = all.find(one => one.metric === metric)
      if (!found) throw new Error(`There is no ${metric}.`)
      return found.data
    }
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const at = (data: Measurement['data'], percentile: number): number => {
  if (data.kind !== 'histogram') throw new Error('It is a histogram.')
  return readWhole(data).percentile(percentile)
}

test('a slow body is in the response and the service time to its last byte, and not in the time to the first', async () => {
  const data = await measured(10_000)
  expect(data('slow.errors')).toMatchObject({ total: 20, bad: 0 })
  for (const metric of ['slow.latency', 'slow.service']) {
    // Timers may be a millisecond early, each of the three.
    expect(at(data(metric), 1)).toBeGreaterThanOrEqual(BODY_MS - 3)
  }
  expect(at(data('slow.ttfb'), 1)).toBeLessThan(BODY_MS / 3)
})

test('the time-out is for the whole answer: a body that is still coming has timed out', async () => {
  const data = await measured(200)
  expect(data('slow.errors')).toMatchObject({ total: 20, bad: 20, causes: { timeout: 20 } })
  expect(data('slow.latency')).toMatchObject({ n: 20, censored: 20 })
})
