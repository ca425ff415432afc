import { expect, test } from '@playwright/test'
import { contact } from './testing/contact.ts'
import { startDashboards } from './testing/dashboards.ts'
import type { Dashboards } from './testing/dashboards.ts'

let served: Dashboards
test.beforeAll(async () => {
  served = await startDashboards()
})
test.afterAll(() => served[Symbol.asyncDispose]())

test("data by a worker's own socket are found as those of the page", async ({}, info) => {
  const { text, target } = await contact(info, `${served.url}/worked`)
  // Without what its socket brings the page is not ready.
  expect(text).toContain(`ready: () => /[1-9]/.test(document.querySelector('#load')`)
  expect(target.pages?.[0]?.live).toBe('#load')
  expect(target.realtime?.viewer).toMatchObject({ path: '/workers/live' })
  expect(target.realtime?.viewer?.read('{"load":17}')).toEqual([{ agent: 0, value: 17 }])
})

test('what a service worker asks for the page is found as what the page asks', async ({}, info) => {
  const { target } = await contact(info, `${served.url}/served`)
  expect(target).toMatchObject({
    pages: [{ path: '/served', live: '#load' }],
    endpoints: [{ method: 'GET', path: '/served/api/load' }],
    realtime: { polling: { path: '/served/api/load' } },
  })
})

for (const [what, at] of [
  ["a shared worker's socket", '/shared'],
  ['a service worker that asks by itself', '/pushed'],
] as const) {
  test(`data by ${what} are not heard, and the target says so with the remedy`, async ({}, info) => {
    const { told, text, target } = await contact(info, served.url + at)
    const why =
      'nothing was seen to arrive: they count by themselves, or come in by a service worker or a shared worker. Write "ready" by hand: what is on the page only once its data are.'
    expect(told).toContain(why)
    expect(text.replaceAll(/\s*\/\/\s*/g, ' ')).toContain(why)
    expect(target.pages).toMatchObject([{ path: at }])
    expect(target.realtime).toBeUndefined()
  })
}
