import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { arrivals } from '../arrivals.ts'
import { openLoopShare } from './shared-open-loop.ts'

test('requests that are dealt carry together the bodies that one machine would send, in the same turns', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 40 }),
      (bodyCount, count, requests) => {
        const bodies = Array.from({ length: bodyCount }, (_, index) => `body ${index}`)
        const options = {
          origin: 'http://127.0.0.1:1',
          streams: [
            {
              request: { method: 'POST' as const, path: '/', bodies },
              arrivals: { kind: 'constant' as const, perSecond: requests, durationMs: 1000 },
              metric: 'api',
              labels: {},
            },
          ],
        }
        const sent: [atMs: number, body: string | undefined][] = []
        for (let index = 0; index < count; index++) {
          const [stream] = openLoopShare(options, index, count).streams
          if (!stream) throw new Error('no stream')
          const own = arrivals(stream.arrivals)
          const dealt = stream.request.bodies ?? []
          for (let turn = 0; turn < own.count; turn++) sent.push([own.at(turn), dealt[turn % dealt.length]])
        }
        sent.sort(([a], [b]) => a - b)
        expect(sent.map(([, body]) => body)).toEqual(
          Array.from({ length: requests }, (_, index) => bodies[index % bodyCount]),
        )
      },
    ),
  )
})

test('what may be under way at once is shared as well', () => {
  const share = openLoopShare({ origin: 'http://127.0.0.1:1', streams: [], mostInFlight: 10 }, 0, 4)
  expect(share.mostInFlight).toBe(3)
})
