import { expect, test } from '@playwright/test'
import { withAdvice } from '../advice/advise.ts'
import { MOST_ADVICE } from '../advice.ts'
import type { RunReport } from '../run-report.ts'
import { sampleReport } from './testing/sample-report.ts'
import { writePage } from './testing/write-page.ts'

const written = (report: RunReport, folder: string): string => writePage(report, folder).href

test('what to do stands in at most five cards that lead to their SLOs, without a script too', async ({
  browser,
}, info) => {
  const report = withAdvice(sampleReport())
  const [first] = report.advice ?? []
  const hostile = { ...first, text: '<img src=x onerror=alert(1)> is slow. \u202E"><b>' } as typeof first
  const advice = [hostile, ...(report.advice ?? []).slice(1)].flatMap(one => one ?? [])
  expect(advice.length).toBeGreaterThan(1)
  const url = written({ ...report, advice }, info.outputPath())
  for (const javaScriptEnabled of [true, false]) {
    await using context = await browser.newContext({ javaScriptEnabled })
    const page = await context.newPage()
    await page.goto(url)
    const cards = page.locator('#advice li')
    await expect(cards).toHaveCount(Math.min(MOST_ADVICE, advice.length))
    await expect(cards.first().getByRole('heading')).toHaveText('HIGH <img src=x onerror=alert(1)> is slow.')
    await expect(cards.first()).toContainText(String.raw`\u{202e}"><b>`)
    const link = cards.first().getByRole('link').first()
    const id = (await link.getAttribute('href'))?.slice(1)
    const row = page.locator(`[id="${id}"]`)
    await expect(row).toHaveCount(1)
  }
})

test('a report without advice has no such section', async ({ page }, info) => {
  await page.goto(written(sampleReport(), info.outputPath()))
  await expect(page.locator('#verdict')).toBeVisible()
  await expect(page.locator('#advice')).toHaveCount(0)
})
