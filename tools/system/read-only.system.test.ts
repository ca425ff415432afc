import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'
import { runSuite } from './run-suite.ts'

test('a run that may change nothing asks for nothing that does, and says what it left out', async ({}, info) => {
  const asked = new Map<string, number>()
  const server = createServer((request, response) => {
    const key = `${request.method} ${request.url}`
    asked.set(key, (asked.get(key) ?? 0) + 1)
    response.end('{}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const file = info.outputPath('mine.ts')
  const step = `{ name: 'add', request: { method: 'POST', path: '/add' } }`
  writeFileSync(
    file,
    `export default {
  name: 'mine', baseURL: 'http://127.0.0.1:${(server.address() as AddressInfo).port}',
  endpoints: [{ name: 'list', method: 'GET', path: '/list' }, { name: 'add', method: 'POST', path: '/add' }],
  rateLimit: { request: { name: 'login', method: 'POST', path: '/login' }, limit: 5, windowMs: 1000 },
  messages: { name: 'send', method: 'POST', path: '/send' },
  users: { classes: [{ name: 'all', weight: 1, steps: [${step}] }] },
}\n`,
  )
  try {
    const run = await runSuite(info.outputPath(), ['e2e/api'], {
      PERF_TARGET: file,
      PERF_READ_ONLY: '1',
      PERF_API_DURATION: '5',
    })
    // The warm-up and the probe of the machine's own lateness ask for the same.
    expect([...asked.keys()].filter(key => !key.startsWith('GET '))).toEqual([])
    expect(asked.get('GET /list'), run.output).toBeGreaterThan(100)
    const left = run.report?.notAsked?.find(({ field }) => field === 'PERF_READ_ONLY')
    expect(left?.slos).toEqual(expect.arrayContaining(['ratelimit', 'mix.moderate']))
    expect(run.report?.judgements.map(({ id }) => id)).toContain('api.latency')
  } finally {
    server.close()
  }
})
