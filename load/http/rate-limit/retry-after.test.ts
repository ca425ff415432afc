import { expect, test } from '@playwright/test'
import { httpDateMs, retryAfterMs } from './retry-after.ts'

/** The RFC's own example, in its three forms. */
const DATES = ['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994']
const DATE_MS = 784_111_777_000

test('whole seconds are a wait', () => {
  expect(retryAfterMs('120', DATE_MS)).toBe(120_000)
  expect(retryAfterMs('0', DATE_MS)).toBe(0)
})

for (const date of DATES) {
  test(`a date is a wait until then: ${date}`, () => {
    expect(httpDateMs(date)).toBe(DATE_MS)
    expect(retryAfterMs(date, DATE_MS - 1500)).toBe(1500)
    expect(retryAfterMs(date, DATE_MS + 1)).toBe(0)
  })
}

for (const value of ['', 'soon', '1.5', '-1', '1 s', '1994-11-06', 'Sun, 66 Nov 1994 08:49:37 GMT']) {
  test(`'${value}' cannot be read`, () => {
    expect(retryAfterMs(value, DATE_MS)).toBeUndefined()
  })
}
