import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { hostile, TEXTS } from './testing/hostile.ts'
import { readPage } from './testing/read-page.ts'
import { sampleReport } from './testing/sample-report.ts'
import { writePage } from './testing/write-page.ts'

// Each place has had each text when each has been the first.
for (const first of TEXTS.keys()) {
  test(`names, addresses and errors of any kind neither run nor break the page, from text ${first} on`, async ({
    page,
  }, info) => {
    const happened: string[] = []
    page.on('pageerror', error => happened.push(error.message))
    page.on('dialog', dialog => {
      happened.push(dialog.message())
      dialog.dismiss().catch(() => 'the page closed')
    })
    await page.setViewportSize({ width: 390, height: 900 })
    const file = writePage(hostile(sampleReport(), first), info.outputPath())
    // Any other character doubles what a browser has to hold and to read.
    expect(/[^\0-\x7F]/.exec(readFileSync(file, 'latin1'))).toBeNull()
    await readPage(page, file.href)
    await page.evaluate(async () => {
      for (const fold of document.querySelectorAll('details')) fold.open = true
      // One after the other, as a person does: a fold draws its rows when it is opened.
      const closed = () => document.querySelector<HTMLElement>('.disclosure[aria-expanded="false"]')
      for (let idle = 0; idle < 5; await new Promise(requestAnimationFrame)) {
        closed()?.click()
        idle = closed() ? 0 : idle + 1
      }
    })
    await expect(page.locator('.disclosure[aria-expanded="false"]')).toHaveCount(0)
    await expect(page.locator('.endpoint-more').first()).toBeAttached()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await expect(page.locator('main b, main img[src="x"]')).toHaveCount(0)
    expect(happened).toEqual([])
  })
}
