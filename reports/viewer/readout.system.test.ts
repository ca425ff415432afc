import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@playwright/test'
import { writeRun } from '../run-folder.ts'
import { readPage } from './testing/read-page.ts'
import { sampleReport } from './testing/sample-report.ts'

test('a chart tells the value beside the pointer, and by the arrow keys each one after the other', async ({
  page,
}, info) => {
  const { folder } = writeRun(info.outputPath(), sampleReport(), [])
  await readPage(page, pathToFileURL(path.join(folder, 'index.html')).href)
  const chart = page.locator('#realtime .readable').first()
  const readout = chart.locator('.readout')
  await expect(readout).toBeHidden()
  const marks = chart.locator('[data-told]')
  await chart.focus()
  await page.keyboard.press('ArrowRight')
  await expect(readout).toHaveText((await marks.first().getAttribute('data-told'))!)
  await page.keyboard.press('ArrowRight')
  await expect(readout).toHaveText((await marks.nth(1).getAttribute('data-told'))!)
  await page.keyboard.press('Escape')
  await expect(readout).toBeHidden()
  const strip = page.locator('#page .strip').first()
  const dot = strip.locator('[data-told]').nth(2)
  await dot.hover()
  await expect(strip.locator('.readout')).toHaveText(/^Visit \d+: /)
  const box = await strip.locator('.readout').boundingBox()
  expect(box!.x).toBeGreaterThanOrEqual(0)
})
