import type { Page } from '@playwright/test'

/** Runs in the page: of each field that asks for a second factor by its own words, what it is called. A code alone is none: companies, vouchers and agents have codes too. */
function namesOf(fields: readonly Element[]): string[] {
  const NAME =
    /(?:^|[^a-z])(?:t?otp|mfa|2fa)(?:code|token|pin|input|field)?(?![a-z])|verification|two[-_ ]?factor/i
  const PLACEHOLDER =
    /(?:verification|security|one.time|auth\w*|sms|\d.digit)\W*(?:pass)?code|^\W*(?:enter )?(?:the |your )?code\W*$/i
  const wordsOf = (text: string): string => text.replaceAll(/([a-z\d])(?=[A-Z])/g, '$1 ')
  return fields.flatMap(field => {
    const of = (attribute: string): string => field.getAttribute(attribute) ?? ''
    if (!/^(?:text|tel|number|password|)$/i.test(of('type'))) return []
    const asks =
      of('autocomplete').split(/\s+/).includes('one-time-code') ||
      [of('name'), of('id')].some(name => NAME.test(wordsOf(name))) ||
      PLACEHOLDER.test(of('placeholder'))
    return asks ? [[of('id'), of('name'), of('placeholder'), of('autocomplete')].join('|')] : []
  })
}

/** @returns names of the fields of a page, to be seen, that ask for a second factor; none while another document comes */
export const secondFactors = (page: Page): Promise<string[]> =>
  page
    .locator('input')
    .filter({ visible: true })
    .evaluateAll(namesOf)
    .catch(() => [])
