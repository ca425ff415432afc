import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'

/** Opens a report's page as a reader does, who moves the pointer; all of its sections are drawn then. */
export async function readPage(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await expect(page.locator('#content')).toBeAttached()
  // Until the page listens.
  await expect(async () => {
    await page.mouse.move(5, 5)
    await page.mouse.move(9, 9)
    await expect(page.locator('#guide h2')).toBeAttached({ timeout: 500 })
  }).toPass()
}
