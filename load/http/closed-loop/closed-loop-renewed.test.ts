import { createServer } from 'node:http'
import { expect, test } from '@playwright/test'
import { listening } from '../../testing/listening.ts'
import { http, renewRequests } from '../http.ts'
import type { WeightedRequest } from './deck.ts'

const get = (path: string, authorization: string): WeightedRequest => ({
  request: { method: 'GET', path, headers: { authorization } },
  labels: { endpoint: path },
})

test('a closed loop goes on with credentials that were renewed, on each of its requests, and with others as they were', async () => {
  const sent: string[] = []
  const server = createServer(({ url, headers }, response) => {
    sent.push(`${url} ${headers.authorization}`)
    if (sent.length === 50) {
      renewRequests([{ name: 'authorization', was: 'Bearer A', is: 'Bearer B' }])
    }
    response.end()
  })
  await listening(server, origin =>
    http.closedLoop({
      origin,
      requests: [get('/first', 'Bearer A'), get('/second', 'Bearer A'), get('/other', 'Basic C')],
      // One client: what it sends is in the order in which it comes.
      connections: 1,
      seconds: 1,
      metric: 'api',
      labels: {},
    }),
  )
  const renewedAt = sent.findIndex(one => one.endsWith('Bearer B'))
  expect(renewedAt).toBeGreaterThan(49)
  expect(new Set(sent.slice(0, renewedAt))).toEqual(
    new Set(['/first Bearer A', '/second Bearer A', '/other Basic C']),
  )
  expect(new Set(sent.slice(renewedAt))).toEqual(
    new Set(['/first Bearer B', '/second Bearer B', '/other Basic C']),
  )
})
