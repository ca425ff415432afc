/** What test files get in place of Playwright's. */
export { expect } from '@playwright/test'
export { test } from './collected-tests.ts'
