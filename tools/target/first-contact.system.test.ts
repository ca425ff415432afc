import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'
import { contact } from './testing/contact.ts'
import { startDashboards } from './testing/dashboards.ts'
import type { Dashboards } from './testing/dashboards.ts'

let served: Dashboards
test.beforeAll(async () => {
  served = await startDashboards()
})
test.afterAll(() => served[Symbol.asyncDispose]())

test('a server that refuses who sends no User-Agent is looked at, and what its endpoints lack is told', async ({}, info) => {
  const { target, text } = await contact(info, `${served.url}/picky`)
  expect(target.pages).toMatchObject([{ path: '/picky', live: '#load' }])
  expect(target.endpoints).toBe(undefined)
  expect(text).toContain(
    `// - GET /picky/api/load: status 403 without a User-Agent: give one in "headers", such as { 'user-agent': `,
  )
})

test('a masked key is part of the page where nobody signs in by a form', async ({}, info) => {
  const { target } = await contact(info, `${served.url}/api-key`, {}, ['--signed-in'])
  expect(target.pages).toMatchObject([{ path: '/api-key', live: '#load' }])
  expect(target.login).toBe(undefined)
})

test('who is asked for a password by a masked key is told of --signed-in', async ({}, info) => {
  const state = info.outputPath('auth.json')
  writeFileSync(state, '{"cookies":[],"origins":[]}')
  const said = /Where the field is part of the dashboard, such as a masked key, give --signed-in/
  for (const args of [[], ['--storage-state', state]])
    await expect(contact(info, `${served.url}/api-key`, {}, args)).rejects.toThrow(said)
})

for (const [at, said] of [
  ['/quick', /leads to http:\/\/localhost:\d+: give that address, http:\/\/localhost:\d+\/quick$/],
  ['/fleet/login', /asks for a password at http:\/\/localhost:\d+: sign in by hand .* auth\.json\.$/],
] as const) {
  test(`an address that leads to ${at} of another host is told, also where that may be visited`, async ({}, info) => {
    const location = served.url.replace('127.0.0.1', 'localhost') + at
    await using server = createServer((_, answer) => void answer.writeHead(302, { location }).end())
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await expect(contact(info, `http://127.0.0.1:${port}/`)).rejects.toThrow(said)
  })
}
