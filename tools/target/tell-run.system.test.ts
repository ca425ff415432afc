import { writeFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { parseSettings } from '../../fixtures/settings/settings.ts'
import { runSuite } from '../system/run-suite.ts'
import { tellRun } from './tell-run.ts'
import { startDashboards } from './testing/dashboards.ts'

const entry = new URL('../../fixtures/targets/target.ts', import.meta.url).href

test('a run loads a page as often as is told before it begins', async ({}, info) => {
  await using served = await startDashboards()
  const target = {
    name: 'shadowed',
    baseURL: served.url,
    pages: [{ name: 'load', path: '/shadowed', ready: '.load:text-matches("[1-9]")', live: '.load' }],
  }
  const file = info.outputPath('shadowed.ts')
  writeFileSync(
    file,
    `import { defineTarget } from '${entry}'\nexport default defineTarget(${JSON.stringify(target)})\n`,
  )
  const settings = { PERF_TARGET: file, PERF_VISITS: '3', PERF_LIGHTHOUSE_RUNS: '1' }
  const [, page = ''] = tellRun(target, parseSettings(settings), [])
  const [, visits, audits] = /: (\d+) visits .*, one that stays .* and (\d+) audits/.exec(page) ?? []
  const run = await runSuite(info.outputPath(), ['e2e/dashboard'], settings)
  const specs = run.report?.steps.length ?? 0
  expect(specs, run.output).toBe(4)
  const loaded = served.asked.get('GET /shadowed') ?? 0
  const told = Number(visits) + 1 + 2 * Number(audits)
  expect(loaded).toBeGreaterThanOrEqual(told)
  // One more after each spec that misses its SLO.
  expect(loaded).toBeLessThanOrEqual(told + specs)
})
