import { chromium, expect, test } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import { chromiumOptions } from '../../fixtures/browser/chromium.ts'
import { readForm, signInBy } from './sign-in-form.ts'

let browser: Browser
test.beforeAll(async () => {
  browser = await chromium.launch(chromiumOptions(undefined))
})
test.afterAll(() => browser.close())

const FORM = { path: '/login', user: '[name=user]', password: '[type=password]', submit: '#go' }
const WHO = { username: 'ann', password: 'a-password-of-hers' }

/** Signs in by a form, with fields beside its own, that leads to a page of fields. A form may stay where it is, and then has others. */
async function signIn(beside: string, next: string, stays = false, timeoutMs = 10_000): Promise<void> {
  await using context = await browser.newContext({ baseURL: 'http://127.0.0.1:1' })
  const page: Page = await context.newPage()
  const action = stays ? `onsubmit="event.preventDefault(); this.innerHTML = '${next}'"` : 'action="/next"'
  const login = `<form ${action}>${beside}<input name="user"><input type="password" name="p"><button id="go">Go</button></form>`
  await context.route('**/*', route =>
    route.fulfill({
      contentType: 'text/html',
      body: new URL(route.request().url()).pathname === '/login' ? login : next,
    }),
  )
  await signInBy(page, FORM, WHO, timeoutMs)
}

for (const [what, beside, next] of [
  ['a search by code on the dashboard', '', '<input type="search" placeholder="Search by code">'],
  ['a text field for a code on the dashboard', '', '<input placeholder="Postal code">'],
  ['a footprint', '', '<input id="footprint" name="carbonFootprint">'],
  ['a switch for a second factor', '', '<input type="checkbox" name="mfa">'],
  ['the code of a company in the form', '<input name="company" placeholder="Company code">', '<p>17</p>'],
  ['a field that only some fill in', '<input name="otp" placeholder="One-time code">', '<p>17</p>'],
] as const) {
  test(`${what} is no second factor`, async () => {
    await expect(signIn(beside, next)).resolves.toBe(undefined)
  })
}

for (const field of [
  '<input autocomplete=one-time-code>',
  '<input name=otp>',
  '<input id=app_totp>',
  '<input name=totpPin>',
  '<input name=mfaCode>',
  '<input name=verification_code type=tel>',
  '<input placeholder=Code>',
  '<input placeholder=6-digit&nbsp;code>',
]) {
  for (const stays of [true, false]) {
    test(`${field} ${stays ? 'in place of the form' : 'on the next page'} is a second factor`, async () => {
      await expect(signIn('', field, stays)).rejects.toThrow(/asks for a second factor: sign in by hand/)
    })
  }
}

test('a field that only some fill in hides no second factor that comes after it', async () => {
  await expect(signIn('<input name="otp">', '<input name=sms placeholder=SMS-code>')).rejects.toThrow(
    /asks for a second factor/,
  )
})

test('a form that comes again with a field that only some fill in has refused the password', async () => {
  const some = '<input name="otp" placeholder="One-time code">'
  const again = `<p role="alert">Wrong name</p><form>${some}<input type="password"></form>`
  await expect(signIn(some, again)).rejects.toThrow(/did not take .* and says "Wrong name": correct them/)
})

test('a form is known by its path and query, without a secret that is of this visit alone', async () => {
  await using context = await browser.newContext({ baseURL: 'http://127.0.0.1:1' })
  const page = await context.newPage()
  const body = '<form><input name="user"><input type="password"></form>'
  await context.route('**/*', route => route.fulfill({ contentType: 'text/html', body }))
  await page.goto('/login?next=/a')
  expect(await readForm(page)).toMatchObject({ path: '/login?next=/a' })
  await page.goto('/login?next=/a&csrf_token=8f3a5c7e9b1d2f4a6c8e')
  expect(await readForm(page)).toMatchObject({ path: '/login' })
})

test('a field for a password that stays, and of which nothing is said, may be part of the dashboard', async () => {
  await expect(signIn('', '<input type=password>', true, 1000)).rejects.toThrow(
    /did not take PERF_USER and PERF_PASSWORD: correct them, or give --signed-in where the field is part/,
  )
})
