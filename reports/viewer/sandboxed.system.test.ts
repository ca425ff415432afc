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
