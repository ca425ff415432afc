import { mkdirSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import axe from 'axe-core'
import { LiveRun } from '../live/live-run.ts'
import { LiveServer } from '../live/live-server.ts'
import { ExampleRun } from '../live/testing/example-run.ts'
import { sampleReport } from './testing/sample-report.ts'

test('a run under way is followed in a browser to its report, and the page outlives the server', async ({
  browser,
}, info) => {
  await using context = await browser.newContext({ colorScheme: 'dark' })
  const page = await context.newPage()
  const asked: string[] = []
  page.on('request', request => asked.push(new URL(request.url()).origin))
  const errors: string[] = []
  page.on('pageerror', ({ message }) => errors.push(message))
  mkdirSync(info.outputPath(), { recursive: true })
  const run = new ExampleRun(info.outputPath())
  const server = await LiveServer.start(new LiveRun(run.folder), 0, { lookMs: 200, lingerMs: 6000 })
  await page.goto(server.url)
  const head = page.locator('.hero')
  await expect(head.locator('.hero-word')).toHaveText('Under way')
  await expect(head.getByRole('heading')).toHaveText('Nothing is judged yet.')
  await expect(head.locator('.live-progress')).toContainText('2 SLOs have no value yet.')

  run.begin('a')
  run.record('a', 20)
  await expect(head.locator('.live-progress')).toContainText('1 of 2 the API answers')
  await expect(head.getByRole('heading')).toHaveText(/^So far: The one required SLO passed/)
  // That of the run is not green before its end, though all is well.
  await expect(page.locator('.hero, .topbar-state').and(page.locator('.verdict-pass'))).toHaveCount(0)
  await expect(page.locator('#time .time-panel')).toHaveCount(1)
  await expect(page).toHaveTitle('1/2 under way – Fleetmark')
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run())
  expect(violations.map(({ id }) => id)).toEqual([])

  await expect(page.locator('#advice')).toHaveCount(0)
  // What looks for violations holds the page up for seconds, and one that does not ask for so long watches no more.
  await page.waitForResponse('**/live.json')
  const text = 'GET /api/agents is slow.'
  run.report({
    advice: [{ rule: 'slow-endpoint', priority: 'HIGH', judgements: [], text, next: 'Look in its handler.' }],
  })
  await expect(page.locator('#advice')).toContainText(text)
  await expect(page.locator('.live-bar')).toContainText(`kept in ${run.folder}/index.html`)
  await expect(head.getByRole('heading')).toHaveText(sampleReport().run.headline)
  await server.ended
  await expect(page.locator('.live-bar')).toContainText('The run has ended')
  expect(new Set(asked)).toEqual(new Set([new URL(server.url).origin]))
  expect(errors).toEqual([])
})

test('a page that nobody sees is told when its run is killed, and says what to do', async ({
  page,
}, info) => {
  mkdirSync(info.outputPath(), { recursive: true })
  const run = new ExampleRun(info.outputPath())
  let isRunning = true
  const server = await LiveServer.start(new LiveRun(run.folder, () => isRunning), 0, {
    lookMs: 200,
    lingerMs: 3000,
  })
  await page.addInitScript(() => {
    Object.defineProperty(document, 'hidden', { get: () => 'isAway' in globalThis })
  })
  await page.goto(server.url)
  await expect(page.locator('.hero-word')).toHaveText('Under way')
  const waits = page.waitForRequest(`${server.url}end`)
  await page.evaluate(() => Object.assign(globalThis, { isAway: true }))
  await waits
  isRunning = false
  await expect(page.locator('.live-bar')).toContainText(`npm run judge -- ${run.folder}`)
  await server.close()
})
