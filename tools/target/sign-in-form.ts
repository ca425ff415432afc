import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { systemClock } from '../../load/clock.ts'
import type { BasicCredentials } from '../../fixtures/targets/sign-in/address.ts'
import { hasSecret } from './code.ts'
import { byHand, FirstContactError } from './first-contact-error.ts'
import { secondFactors } from './second-factor.ts'

/** A form by which somebody signs in, by Playwright's selectors. */
export interface SignInForm {
  /** Path of its page. */
  path: string
  /** Absent: it asks for a password alone. */
  user?: string
  password: string
  /** Absent: the key Enter sends it. */
  submit?: string
}

const NEXT_WITHIN_MS = 1000

const LOOK_EVERY_MS = 100

const WHO = 'PERF_USER and PERF_PASSWORD'

/** Runs in the page: the visible field for a password, what stands before it in its form, and the button that sends it. */
function findForm(): Omit<SignInForm, 'path'> | undefined {
  const isSeen = (element: Element): boolean => element.getClientRects().length > 0
  const quote = (text: string): string => JSON.stringify(text)
  const nameOf = (element: Element, within: string): string => {
    const { id } = element
    if (/^[a-z][\w-]*$/i.test(id) && !/\d{3}/.test(id)) return `#${id}`
    for (const name of ['name', 'data-testid', 'autocomplete', 'type', 'placeholder', 'aria-label']) {
      const value = element.getAttribute(name)
      const selector = `${within}${element.localName}[${name}=${quote(value ?? '')}]`
      if (value && document.querySelectorAll(selector).length === 1) return selector
    }
    return within + element.localName
  }
  const password = [...document.querySelectorAll<HTMLInputElement>('input[type="password"]')].find(isSeen)
  if (!password) return undefined
  const form = password.form ?? document.body
  const within = password.form ? 'form ' : ''
  const fields = [...form.querySelectorAll('input')].filter(
    one => isSeen(one) && (one === password || /^(?:text|email|tel|)$/.test(one.getAttribute('type') ?? '')),
  )
  const user = fields[fields.indexOf(password) - 1]
  const buttons = [...form.querySelectorAll('button, input[type="submit"]')].filter(isSeen)
  const sends = (one: Element): boolean => one.getAttribute('type') === 'submit'
  const isNamed = (one: Element): boolean =>
    /log ?in|sign ?in|anmelden|connect|continue|submit|enter/i.test(
      one.textContent || one.getAttribute('value') || '',
    )
  const submit = password.form ? undefined : (buttons.find(isNamed) ?? buttons.find(sends))
  return {
    password: nameOf(password, within),
    ...(user ? { user: nameOf(user, within) } : {}),
    ...(submit ? { submit: nameOf(submit, '') } : {}),
  }
}

/** @returns the form on a page that stands there @throws FirstContactError when it can't be found */
export async function readForm(page: Page): Promise<SignInForm> {
  const { pathname, search } = new URL(page.url())
  // What is secret there is of this visit alone, such as a token against forged requests.
  const path = hasSecret(pathname + search) ? pathname : pathname + search
  await page.locator('input[type="password"]').filter({ visible: true }).first().waitFor()
  const form = await page.evaluate(findForm)
  if (form) return { path, ...form }
  throw new FirstContactError(
    `${page.url()} asks for a password in a way that is not understood: ${byHand(page.url())}.`,
  )
}

/**
 * Signs in by a form, as the target's file then does.
 *
 * @param timeoutMs how long what comes next may take
 * @throws FirstContactError when the password is refused, or a second factor is asked for
 */
export async function signInBy(
  page: Page,
  form: SignInForm,
  { username, password }: BasicCredentials,
  timeoutMs: number,
): Promise<void> {
  await page.goto(form.path)
  if (form.user !== undefined) await page.locator(form.user).fill(username)
  await page.locator(form.password).fill(password)
  // A form may have a field for one that only some fill in.
  const before = new Set(await secondFactors(page))
  if (form.submit === undefined) await page.locator(form.password).press('Enter')
  else await page.locator(form.submit).click()
  const field = page.locator(form.password)
  const startMs = systemClock.nowMs()
  let goneMs = Infinity
  for (let ms = 0; ms < timeoutMs; ms = systemClock.nowMs() - startMs) {
    const isAskedMore = (await secondFactors(page)).some(one => !before.has(one))
    if (isAskedMore) {
      throw new FirstContactError(
        `${page.url()} asks for a second factor: ${byHand(page.url())}, or use an account without one.`,
      )
    }
    const isThere = await field.isVisible()
    goneMs = isThere ? Infinity : Math.min(goneMs, ms)
    // What is asked next may show some time after the form is gone.
    if (ms - goneMs > NEXT_WITHIN_MS) return
    const said = isThere && ms > NEXT_WITHIN_MS ? await saysOf(page) : ''
    if (said !== '')
      throw new FirstContactError(`${page.url()} did not take ${WHO} and says "${said}": correct them.`)
    await delay(LOOK_EVERY_MS)
  }
  throw new FirstContactError(
    `${page.url()} did not take ${WHO}: correct them, or give --signed-in where the field is part of the dashboard.`,
  )
}

async function saysOf(page: Page): Promise<string> {
  const said = await page.locator('[role="alert"], .error, .alert, [class*="error" i]').allInnerTexts()
  return (said.map(text => text.trim()).find(text => text !== '') ?? '').slice(0, 80)
}
