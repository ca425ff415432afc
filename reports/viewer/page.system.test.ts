import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import axe from 'axe-core'
import type { RunReport } from '../run-report.ts'
import { fullReport } from './testing/full-report.ts'
import { readPage } from './testing/read-page.ts'
import { sampleReport } from './testing/sample-report.ts'
import { withSampleTrend } from './testing/sample-trend.ts'
import { writePage } from './testing/write-page.ts'

let scratch: string
test.beforeAll(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'fleetmark-page-'))
})
test.afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const written = (report: RunReport): URL => writePage(report, scratch)

/** The sample run, alone and among runs before it: each is written once, as no test changes what is written. */
const kept: { plain?: URL; withTrend?: URL; full?: URL } = {}
const plain = (): URL => (kept.plain ??= written(sampleReport()))
/** With all that stands beside a run. */
const full = (): URL => (kept.full ??= written(fullReport()))
const withTrend = (): URL => (kept.withTrend ??= written(withSampleTrend(sampleReport())))

test('the head tells the run in less than 300 px, with a cell an SLO that leads to its row', async ({
  page,
}) => {
  const report = fullReport()
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(full().href)
  const head = page.locator('.hero')
  await expect(head.getByRole('heading', { name: report.run.headline })).toBeVisible()
  await expect(head.getByText('4f21c0de')).toBeVisible()
  const cells = head.locator('.cell')
  await expect(cells).toHaveCount(report.judgements.length)
  expect((await head.boundingBox())?.height).toBeLessThan(300)
  await head.getByRole('link', { name: /^Fail: API latency, p95, GET \/api\/export, 312 ms/ }).click()
  await expect(page.locator('.slo:target')).toContainText('312 ms')
  await expect(page.locator('.slo:target')).toBeInViewport()
})

test('SLOs are found by a slash and words, the address keeps them, and each row has a link of its own', async ({
  page,
}) => {
  const report = sampleReport()
  report.lighthouse[0] = { ...report.lighthouse[0]!, file: 'javascript:alert(1)' }
  await page.goto(written(report).href)
  await expect(page.locator('.slo-evidence').getByText('81 % of 2,200 answers')).toBeVisible()
  await expect(page.locator('.slo-fold[open]')).toHaveCount(0)
  await page.keyboard.press('/')
  await page.keyboard.type('export p95')
  await expect(page.locator('.slo')).toHaveCount(1)
  expect(new URL(page.url()).hash).toBe('#slos?q=export+p95')
  await page.reload()
  await expect(page.locator('.slo')).toHaveCount(1)
  await page.getByRole('searchbox').fill('')
  const passed = report.judgements.find(({ verdict }) => verdict === 'PASS')!
  await page.locator('.cell-passed').first().click()
  const row = page.locator('.slo:target')
  await expect(row).toContainText(passed.title)
  await expect(row.locator('xpath=following-sibling::tr[1]')).toBeVisible()
  const leads = page.locator('a[href^="javascript:"]')
  await expect(page.locator('#page a[href$="javascript%3Aalert(1)"]')).toHaveCount(1)
  await expect(leads).toHaveCount(0)
})

test('a reason that several SLOs did not pass for is told once, and again where one is opened', async ({
  page,
}) => {
  const report = sampleReport()
  const because = 'The load generator was late.'
  for (const one of report.judgements.filter(({ verdict }) => verdict === 'PASS').slice(0, 3))
    Object.assign(one, { verdict: 'INVALID', because })
  await page.goto(written(report).href)
  const reasons = page.locator('.slo-why')
  await expect(reasons.filter({ hasText: because })).toHaveCount(1)
  const again = page.locator('.slo').filter({ hasText: 'For the same reason as the one above.' })
  await expect(again).toHaveCount(2)
  await again.first().getByRole('button').click()
  await expect(page.locator('.slo-evidence').getByText(because, { exact: true })).toBeVisible()
})

test('the trend shows what moved, with the day on which its level changed, and folds the rest', async ({
  page,
}) => {
  await readPage(page, withTrend().href)
  const moved = page.locator('#trend > div .trends > li')
  await expect(moved).toHaveCount(3)
  await expect(moved.nth(1)).toContainText('since 13 Nov, +25 %.')
  await expect(moved.nth(1).locator('.trend-day')).toHaveText('13 Nov')
  await expect(page.locator('#trend details li')).toHaveCount(sampleReport().judgements.length - 3)
  await readPage(page, plain().href)
  await expect(page.locator('#trend, .sparkline')).toHaveCount(0)
})

/** What axe finds by all its rules, or by some. */
const violations = (page: Page, rules?: readonly string[]): Promise<string[]> =>
  page.evaluate(async only => {
    const { axe } = globalThis as unknown as {
      axe: {
        run: (options: object) => Promise<{ violations: { id: string; nodes: { target: unknown }[] }[] }>
      }
    }
    const found = await axe.run(only ? { runOnly: { type: 'rule', values: only } } : {})
    return found.violations.map(({ id, nodes }) => `${id}: ${String(nodes[0]?.target)}`)
  }, rules)

for (const width of [1440, 390]) {
  test(`axe finds nothing at ${width} px in light and in dark colours`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme: 'light' })
    await readPage(page, withTrend().href)
    await page.addScriptTag({ content: axe.source })
    expect(await violations(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect(page.getByRole('button', { name: 'Change to light colours' })).toBeVisible()
    // Only its colours differ; all other rules see the same page.
    expect(await violations(page, ['color-contrast', 'link-in-text-block'])).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
  })
}

test('without a script the page has the verdict, every SLO, its value and its last runs', async ({
  browser,
}) => {
  const report = sampleReport()
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(withTrend().href)
  await expect(page.getByRole('heading', { name: report.run.headline })).toBeVisible()
  await expect(page.locator('.slo')).toHaveCount(report.judgements.length)
  await expect(page.locator('.slo .sparkline')).toHaveCount(report.judgements.length)
  await expect(page.getByRole('row', { name: /^Fail API latency, p95.* 312 ms p95 < 200 ms/ })).toBeVisible()
  await page.locator('.slo-fold summary').first().click()
  await expect(page.locator('.slo-fold .slo').first()).toBeVisible()
  await context.close()
})

test('the time axis opens on the step of the worst SLO, with its limit; the address keeps what is shown', async ({
  page,
}) => {
  const url = plain().href
  await readPage(page, url)
  const time = page.locator('#time')
  await expect(time.getByRole('combobox', { name: 'Show' })).toHaveValue('3')
  await expect(time.locator('.time-panel')).toHaveCount(5)
  await expect(time.locator('.time-panel').getByText('limit p95 < 200 ms').first()).toBeVisible()
  await time.getByRole('button', { name: /^Show \d+ more$/ }).click()
  expect(await time.locator('.time-panel').count()).toBeGreaterThan(5)
  await time.getByRole('combobox', { name: 'Show' }).selectOption({ label: '1:10 1000 agents report' })
  expect(new URL(page.url()).hash).toBe('#t=70-122')
  const strip = await time.locator('.overview').boundingBox()
  const x = (share: number): number => strip!.x + share * strip!.width
  await page.mouse.move(x(0.25), strip!.y + 8)
  await page.mouse.down()
  await page.mouse.move(x(0.5), strip!.y + 8, { steps: 3 })
  await page.mouse.up()
  expect(new URL(page.url()).hash).toBe('#t=75-150')
  await page.goto(`${url}#t=170-200`)
  await page.reload()
  await expect(time.getByRole('combobox', { name: 'Show' })).toHaveValue('-1')
  await expect(time).toBeInViewport()
})

test('a row of the API opens and closes by the keyboard, and shows where its numbers come from', async ({
  page,
}) => {
  const broken: string[] = []
  page.on('pageerror', error => broken.push(error.message))
  await readPage(page, plain().href)
  const row = page.locator('#api').getByRole('button', { name: 'GET /api/export' })
  await expect(row).toHaveAttribute('aria-expanded', 'false')
  await row.press('Enter')
  await expect(row).toHaveAttribute('aria-expanded', 'true')
  const details = page.locator('.endpoint-more')
  await expect(
    details.getByRole('img', { name: /^Distribution\. .*6 timed out, 3 failed, limit p95 < 200 ms/ }),
  ).toBeVisible()
  await expect(
    details.getByRole('img', { name: /^By percentile\. Response time.*; Service time/ }),
  ).toBeVisible()
  await expect(details.getByRole('img', { name: /^Requests over time\. due: 44 points/ })).toBeVisible()
  await expect(details.getByText('The target is overloaded, or not ready to serve.')).toBeVisible()
  await expect(details.getByRole('row', { name: /^100 .*unanswered 2$/ })).toBeVisible()
  await row.press('Enter')
  await expect(details).toHaveCount(0)
  const p95 = page.locator('#api .workload th').filter({ hasText: /^p95/ })
  await p95.getByRole('button').click()
  await expect(p95).toHaveAttribute('aria-sort', 'descending')
  const [first] = await page.locator('#api .workload tbody tr').allInnerTexts()
  await p95.getByRole('button').click()
  await expect(p95).toHaveAttribute('aria-sort', 'ascending')
  expect(await page.locator('#api .workload tbody tr').first().innerText()).not.toBe(first)
  expect(broken).toEqual([])
})

test('the visit that was watched closely is there with its pictures, its largest paint and its requests', async ({
  page,
}) => {
  await readPage(page, plain().href)
  const visit = page.locator('#page article').filter({ hasText: 'live data after 1.24 s' })
  const pictures = visit.getByRole('img', { name: /^dashboard after/ })
  await expect(pictures).toHaveCount(3)
  expect(await pictures.first().evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(32)
  await expect(visit.getByText('main#fleet > table.agents').first()).toBeVisible()
  await visit.getByText('9 requests, the first 6 with 311 kB').click()
  await expect(
    visit.getByRole('row', { name: /agents\?page=1.* fetch 200 88 kB 340 ms 420 ms/ }),
  ).toBeVisible()
})

test('nothing is wider than a narrow window, whatever is opened, and the page is below 1 MB', async ({
  page,
}) => {
  expect(statSync(plain()).size).toBeLessThan(1_000_000)
  await page.setViewportSize({ width: 600, height: 900 })
  await readPage(page, plain().href)
  for (const name of ['GET /api/export', 'POST /api/messages']) {
    await page.locator('#api').getByRole('button', { name }).click()
  }
  await page.locator('#api').getByRole('button', { name: 'sign in' }).first().click()
  await expect(page.locator('.endpoint-more')).toHaveCount(3)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(600)
  const widths = await page
    .locator('.endpoint-more .stays')
    .evaluateAll(all => all.map(each => each.clientWidth))
  for (const width of widths) expect(width).toBeLessThan(600)
})

test('a document from before there were such measurements is shown all the same', async ({ page }) => {
  const report = sampleReport()
  const known = ['api.latency', 'api.errors', 'api.capacity']
  report.measurements = report.measurements.filter(({ metric }) => known.includes(metric))
  report.curves = report.curves.filter(({ metric }) => known.includes(metric))
  for (const curve of report.curves) delete curve.buckets
  await readPage(page, written(report).href)
  await page.locator('#api').getByRole('button', { name: 'GET /api/export' }).click()
  const details = page.locator('.endpoint-more')
  await expect(details.getByRole('img', { name: /^By percentile/ })).toBeVisible()
  await expect(details.getByRole('img', { name: /^Distribution/ })).toHaveCount(0)
  await expect(page.getByText('could not be drawn')).toHaveCount(0)
})

test('the page loads nothing and sends nothing, whatever gets into it', async ({ page }) => {
  let reached = 0
  const server = createServer((_, response) => {
    reached++
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const elsewhere = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const refused: string[] = []
  page.on('console', message => {
    if (message.text().includes('Content Security Policy')) refused.push(message.text())
  })
  await readPage(page, plain().href)
  await expect(page.locator('#api').getByRole('button', { name: 'GET /api/export' })).toBeVisible()
  expect(refused).toEqual([])
  await page.evaluate(async url => {
    document.body.insertAdjacentHTML('beforeend', `<img src="${url}/beacon.png">`)
    await fetch(url).catch(() => {})
  }, elsewhere)
  await expect.poll(() => refused.length).toBeGreaterThanOrEqual(2)
  expect(reached).toBe(0)
  server.close()
})
