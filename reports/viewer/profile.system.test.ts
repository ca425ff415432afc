import { expect, test } from '@playwright/test'
import axe from 'axe-core'
import { readPage } from './testing/read-page.ts'
import { sampleReport } from './testing/sample-report.ts'
import { writePage } from './testing/write-page.ts'

test('a profile is drawn when it is opened, read and zoomed by keys and clicks, and searched', async ({
  page,
}, info) => {
  await readPage(page, writePage(sampleReport(), info.outputPath()).href)
  const fold = page.locator('#runtime .profile').first()
  await expect(fold).toContainText('1.00 s in which it was busy')
  await expect(fold.locator('svg, table')).toHaveCount(0)
  await fold.locator('summary').focus()
  await page.keyboard.press('Enter')
  const flame = fold.locator('.flame')
  const read = flame.locator('.flame-read')
  const boxes = flame.locator('[data-call]')
  await expect(boxes).toHaveCount(7)
  await expect(read).toContainText('all 1.00 s')

  await flame.focus()
  for (const key of ['ArrowDown', 'ArrowRight']) await page.keyboard.press(key)
  await expect(read).toContainText('(garbage collector) 120 ms, 12 %; itself 120 ms')
  for (const key of ['ArrowLeft', 'ArrowDown']) await page.keyboard.press(key)
  await expect(read).toContainText('preHandlerCallback 700 ms, 70 %; itself 150 ms')
  await expect(read).toContainText('node_modules/fastify/lib/handle-request.js:149')
  // Zoomed, only those that lead to it and those that it made are there.
  await page.keyboard.press('Enter')
  await expect(boxes).toHaveCount(5)
  const widths = await boxes
    .locator('rect')
    .evaluateAll(all => all.map(box => box.getBoundingClientRect().width))
  expect(widths[2]).toBeCloseTo(widths[0]!, 0)
  expect(widths[3]! / widths[0]!).toBeCloseTo(550 / 700, 2)
  await page.keyboard.press('Escape')
  await expect(boxes).toHaveCount(7)
  await boxes.filter({ hasText: 'listAgents' }).click()
  await expect(boxes).toHaveCount(5)
  await expect(read).toContainText('listAgents 550 ms, 55 %')
  await boxes.first().click()
  await expect(boxes).toHaveCount(7)

  await fold.getByRole('searchbox').fill('sortagents')
  await expect(fold.getByText('Functions found: 1, with 400 ms (40 %)')).toBeVisible()
  await expect(flame.locator('.flame-dimmed')).toHaveCount(5)
  await expect(fold.getByRole('row').nth(1)).toHaveText(
    /^sortAgents.*agents\.ts:88400 ms \(40 %\)400 ms \(40 %\)its own/,
  )
  await expect(fold.getByRole('link', { name: 'profiles/target.cpuprofile' })).toHaveAttribute(
    'href',
    './profiles/target.cpuprofile',
  )
})

test('on a phone a profile is as wide as the window, and axe finds nothing in it in light and in dark colours', async ({
  page,
}, info) => {
  await page.setViewportSize({ width: 390, height: 900 })
  await readPage(page, writePage(sampleReport(), info.outputPath()).href)
  const folds = page.locator('#runtime .profile')
  for (const fold of await folds.all()) await fold.locator('summary').click()
  await expect(page.locator('.flame')).toHaveCount(2)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  for (const graph of await page.locator('.flame-graph').all())
    expect(Number(await graph.getAttribute('width'))).toBe((await graph.boundingBox())?.width)
  await page.addScriptTag({ content: axe.source })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const found = await page.evaluate(async () => {
      const { axe: checker } = globalThis as unknown as {
        axe: { run: (within: string) => Promise<{ violations: { id: string }[] }> }
      }
      return (await checker.run('#runtime')).violations.map(({ id }) => id)
    })
    expect(found).toEqual([])
  }
})
