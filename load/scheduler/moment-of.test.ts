import { expect, test } from '@playwright/test'
import { momentOf } from './moment-of.ts'

for (const [said, moment] of [
  ['1795780800000', 1_795_780_800_000],
  ['1795780800', 1_795_780_800_000],
  ['1795780800.5', 1_795_780_800_500],
  ['2026-11-27T12:00:00Z', Date.parse('2026-11-27T12:00:00Z')],
  ['2026-11-27T13:00:00+01:00', Date.parse('2026-11-27T12:00:00Z')],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
] as const) {
  test(`"${said}" is the moment ${moment}`, () => expect(momentOf(said)).toBe(moment))
}
