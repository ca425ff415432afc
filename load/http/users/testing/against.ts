import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { systemClock } from '../../../clock.ts'
import type { Measurement, TallyData } from '../../../measure/measurement.ts'
import { users } from '../users.ts'
import type { UsersOptions } from '../users.ts'

/** A request as a server saw it. */
export interface Seen {
  method: string
  path: string
  body: string
  headers: IncomingMessage['headers']
  atMs: number
}

/** Runs users against a server that answers as told, and tells what it saw. */
export async function against(
  answer: (seen: Seen, response: ServerResponse) => void,
  options: Pick<UsersOptions, 'mix' | 'model'> & Partial<UsersOptions>,
): Promise<{ all: Measurement[]; seen: Seen[] }> {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request
    const atMs = systemClock.nowMs()
    let body = ''
    request.on('data', chunk => (body += String(chunk)))
    request.on('end', () => {
      const one = { method, path, body, headers, atMs }
      seen.push(one)
      answer(one, response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const all = await users(
      { origin, seed: 1, metric: 'mix', labels: { mix: 'test' }, ...options },
      systemClock,
    )
    return { all, seen }
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/** @returns the tally of a metric with these labels among its own @throws Error when there is none */
export const tallyOf = (
  all: readonly Measurement[],
  metric: string,
  labels: Record<string, string> = {},
): TallyData => {
  const found = all.find(
    each =>
      each.metric === metric && Object.entries(labels).every(([key, value]) => each.labels[key] === value),
  )
  if (found?.data.kind !== 'tally') throw new Error(`There is no ${metric}.`)
  return found.data
}
