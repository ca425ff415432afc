import { expect, test } from '@playwright/test'
import { hasBrowser } from './has-browser.ts'

test('a browser is opened where there is a screen, and never in a CI job', () => {
  expect(hasBrowser('linux', {})).toBe(false)
  expect(hasBrowser('linux', { DISPLAY: '' })).toBe(false)
  expect(hasBrowser('linux', { DISPLAY: ':0' })).toBe(true)
  expect(hasBrowser('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true)
  expect(hasBrowser('darwin', {})).toBe(true)
  expect(hasBrowser('win32', {})).toBe(true)
  expect(hasBrowser('darwin', { CI: 'true' })).toBe(false)
})
