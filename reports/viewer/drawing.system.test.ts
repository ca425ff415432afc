import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { writeRun } from '../run-folder.ts'
import { readPage } from './testing/read-page.ts'
import { sampleReport } from './testing/sample-report.ts'

let scratch: string
let url: string
test.beforeAll(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'fleetmark-drawing-'))
  url = pathToFileURL(path.join(writeRun(scratch, sampleReport(), []).folder, 'index.html')).href
})
test.afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** Until the page has nothing to do. */
const idle = async (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let turn = 0; turn < 5; turn++) await new Promise(resolve => requestIdleCallback(resolve))
  })

test('what lies far below the fold is drawn when somebody reads the page, and not before', async ({
  page,
}) => {
  await page.goto(url)
  const ahead = page.locator('.section-ahead')
  await expect(ahead.last()).toHaveAttribute('id', 'guide')
  await idle(page)
  // The page's code is text until it is needed.
  await expect(page.locator('head script')).toHaveCount(0)
  const waiting = await ahead.count()
  expect(waiting).toBeGreaterThan(3)
  await expect(page.locator('#machine h2')).toHaveCount(0)
  await page.keyboard.press('Control')
  await expect(ahead).toHaveCount(0)
  await expect(page.locator('#machine h2')).toBeAttached()
})

test('a section is drawn when it comes near a window that nobody touches', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 12_000 })
  await page.goto(url)
  await expect(page.locator('#guide h2')).toBeAttached()
})

test('an address of a section or a time far below shows it, whatever is drawn above it', async ({ page }) => {
  for (const place of ['machine', 'machine-title', 't=70-122']) {
    await page.goto('about:blank')
    await page.goto(`${url}#${place}`)
    await expect(page.locator('.section-ahead')).toHaveCount(0)
    await expect(page.locator(place.startsWith('t=') ? '#time' : '#machine')).toBeInViewport()
  }
  await page.goto('about:blank')
  await page.goto(url)
  await page.getByRole('link', { name: 'How to read this' }).press('Enter')
  await expect(page.locator('#guide h2')).toBeInViewport()
})

test('rows that passed stand as they were written until their fold is opened, and open like the others', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await readPage(page, url)
  await expect(page.getByRole('button', { name: 'Change to light colours' })).toBeVisible()
  const fold = page.locator('.slo-fold').first()
  const rows = fold.locator('.slo')
  const written = await rows.count()
  expect(written).toBeGreaterThan(0)
  await fold.locator('summary').click()
  await expect(rows).toHaveCount(written)
  await expect(async () => {
    await rows.first().getByRole('button').click()
    await expect(fold.locator('.slo-evidence')).toBeVisible({ timeout: 500 })
  }).toPass()
})

test('the machines that made the load stand in a table, with their clocks and what became of them', async ({
  page,
}) => {
  await readPage(page, url)
  const rows = page.locator('.load-machines tbody tr')
  const said = async (row: number) =>
    (await rows.nth(row).locator('th, td').allInnerTexts()).map(text => text.replaceAll(/\s+/g, ' '))
  expect([await said(0), await said(1)]).toEqual([
    [
      'load-1-4711 Intel Xeon 6975P-C, Ubuntu 24.04, Node 24.9.0',
      '4',
      '16 GB',
      '413 ms behind, ± 0.3 ms',
      'there',
    ],
    [
      'load-2-4712 Ampere Altra, Ubuntu 24.04, Node 24.9.0',
      '8',
      '32 GB',
      'it did no work',
      'lost: it said nothing for 15 s',
    ],
  ])
})

test('the first thing that a reader does is heard, though nothing ran before it', async ({ page }) => {
  await page.goto(url)
  await page.evaluate(() => document.querySelector<HTMLElement>('.theme-toggle')?.click())
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(page.locator('head script')).toHaveCount(0)
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox', { name: 'Search SLOs' })).toBeFocused()
})
