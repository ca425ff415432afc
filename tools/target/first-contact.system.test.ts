import { writeFileSync } from 'node:fs'
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
