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

test('a fault is marked on the time axis from when it began to when it was lifted, and told', async ({
  page,
}, info) => {
  const { folder } = writeRun(info.outputPath(), sampleReport(), [])
  await readPage(page, `${pathToFileURL(path.join(folder, 'index.html')).href}#t=190-260`)
  const time = page.locator('#time')
  const fault = time.locator('.lane-fault.lane-lifted')
  await expect(fault).toHaveAttribute('title', 'sockets silent at 3:25, lifted at 3:45')
  const lane = (await time.locator('.lane').boundingBox())!
  const mark = (await fault.boundingBox())!
  // From 205 to 225 of 190 to 260 seconds.
  expect((mark.x - lane.x) / lane.width).toBeCloseTo(15 / 70, 2)
  expect(mark.width / lane.width).toBeCloseTo(20 / 70, 2)
  await time.getByText('Faults that the run made (1)').click()
  await expect(time.getByText('sockets silent at 3:25, lifted at 3:45')).toBeVisible()
})
