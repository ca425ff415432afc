import { expect, test } from '@playwright/test'
import { parseSettings } from '../../fixtures/settings/settings.ts'
import { nextRun } from './next-run.ts'

for (const [given, told] of [
  ['', ''],
  ['staging.example.com', 'PERF_ALLOW_HOSTS=staging.example.com '],
  ['staging.example.com, sso.example.com', 'PERF_ALLOW_HOSTS=staging.example.com,sso.example.com '],
] as const) {
  test(`the next run is told with all hosts of "${given}"`, () => {
    const settings = parseSettings({ PERF_ALLOW_HOSTS: given })
    expect(nextRun(settings, 'x.ts')).toBe(`${told}PERF_TARGET=x.ts npm run perf -- --quick`)
  })
}
