import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'
import { fullReport } from './testing/full-report.ts'
import { writePage } from './testing/write-page.ts'

test('a server that lets the page run nothing and have no style within shows all of it', async ({
  page,
}, info) => {
  const report = fullReport()
  const html = readFileSync(writePage(report, info.outputPath()), 'utf8')
  // As Jenkins serves what a build has kept.
  const policy = "sandbox; default-src 'none'; img-src 'self'; style-src 'self';"
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy }).end(html),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    await expect(page.getByRole('heading', { name: report.run.headline })).toBeVisible()
    await expect(
      page.getByRole('heading', { name: report.advice?.[0]?.text.split('. ')[0] ?? '-' }),
    ).toBeVisible()
    await expect(page.locator('.slo')).toHaveCount(report.judgements.length)
    for (const fold of await page.locator('.slo-fold summary').all()) await fold.click()
    const rows = page.locator('.slo')
    for (let row = 0; row < report.judgements.length; row++) await expect(rows.nth(row)).toBeVisible()
  } finally {
    server.closeAllConnections()
    server.close()
  }
})

test('no head or verdict of the SLOs runs into the next cell, with a baseline and a trend beside them', async ({
  page,
}, info) => {
  await page.goto(writePage(fullReport(), info.outputPath()).href)
  for (const width of [901, 1032, 1200, 1250, 1440, 2560]) {
    await page.setViewportSize({ width, height: 900 })
    const tooWide = await page
      .locator('.slos thead th, .slo > .slo-verdict')
      .evaluateAll(cells =>
        cells.flatMap(cell => (cell.scrollWidth > cell.clientWidth ? cell.textContent : [])),
      )
    expect(tooWide, `at ${width} px`).toEqual([])
  }
})

test('settings that are not at their defaults are in bold, and counted', async ({ page }, info) => {
  await page.goto(`${writePage(fullReport(), info.outputPath()).href}#machine`)
  await page.getByText('Settings: 5, 3 changed (in bold)').click()
  const bold = await page
    .locator('.settings > div')
    .evaluateAll(rows =>
      rows.flatMap(row =>
        getComputedStyle(row.lastElementChild ?? row).fontWeight === '700'
          ? (row.firstElementChild?.textContent ?? '')
          : [],
      ),
    )
  expect(bold).toEqual(['PERF_BASE_URL', 'PERF_TARGET_COMMIT', 'PERF_API_RATE'])
})

test('on paper the run is the verdict and the SLOs, on at most four light pages', async ({ page }, info) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  const report = fullReport()
  const broken = report.steps.map(step => ({ ...step, outcome: 'failed' as const, message: 'no page' }))
  const failed = { ...report, steps: broken, run: { ...report.run, status: 'failed' as const } }
  await page.goto(writePage(failed, info.outputPath()).href)
  await expect(page.locator('.section-ahead').first()).toBeAttached()
  const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  expect(paper.match(/\/Type\s*\/Page\b(?!s)/g)?.length).toBeLessThanOrEqual(4)
  await expect(page.locator('.section-ahead')).toHaveCount(0)
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('light')
  expect(broken.length).toBeGreaterThan(3)
  await expect(page.getByText(/: failed – no page$/).filter({ visible: true })).toHaveCount(3)
})

test('where the column of verdicts is beyond the edge of a narrow screen, the sign of each stands beside its row', async ({
  page,
}, info) => {
  await page.setViewportSize({ width: 390, height: 900 })
  await page.goto(writePage(fullReport(), info.outputPath()).href)
  await page.keyboard.press('Control')
  for (const table of ['#page .strips', '#api .workload > table']) {
    const row = page
      .locator(table)
      .locator('tbody > tr')
      .filter({ has: page.locator('.verdict-link') })
      .first()
    await row.scrollIntoViewIfNeeded()
    await expect(row.locator('.row-mark')).toBeInViewport()
    await expect(row.locator('.verdict-link')).not.toBeInViewport()
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  await expect(page.locator('.row-mark').filter({ visible: true })).toHaveCount(0)
})

test('verdicts of the API keep clear of the edge of their table, and folds of text have room about it', async ({
  page,
}, info) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  const report = fullReport()
  const judgements = report.judgements.map(one => ({ ...one, verdict: 'INCONCLUSIVE' as const }))
  await page.goto(writePage({ ...report, judgements }, info.outputPath()).href)
  await page.keyboard.press('Control')
  const rightOf = async (selector: string): Promise<number> => {
    const box = await page.locator(selector).first().boundingBox()
    return (box?.x ?? NaN) + (box?.width ?? NaN)
  }
  await expect(page.locator('#api .verdict-mark').first()).toBeAttached()
  expect((await rightOf('#api .workload')) - (await rightOf('#api .verdict-mark'))).toBeGreaterThanOrEqual(8)
  for (const fold of await page.locator('#baseline details > summary, #trend details > summary').all()) {
    const padding = await fold.evaluate(summary => parseFloat(getComputedStyle(summary).paddingLeft))
    expect(padding).toBeGreaterThanOrEqual(12)
  }
  expect(await page.locator('#baseline details > summary, #trend details > summary').count()).toBeGreaterThan(
    0,
  )
})
