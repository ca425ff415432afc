import { readFileSync } from 'node:fs'
import path from 'node:path'
import { defineConfig } from '@playwright/test'
import { BOOTSTRAP_SEED } from './reports/judge/series-evidence.ts'
import type { ReporterOptions } from './reports/reporter.ts'
import { chromiumOptions } from './fixtures/browser/chromium.ts'
import { nameRun, parseSettings, readEnvironment } from './fixtures/settings.ts'
import { resolveSlos } from './fixtures/slos/slos.ts'
import { loadTarget } from './fixtures/targets/load-target.ts'

const env = readEnvironment()
const settings = parseSettings(env)
const { target } = await loadTarget({ settings, env })
const { slos, overrides } = resolveSlos(target)

const reporter: ReporterOptions = {
  runId: nameRun(),
  results: settings.PERF_RESULTS,
  projects: ['perf', 'stress'],
  slos,
  target: { name: target.name, overrides },
  settings: Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)])),
  seeds: { person: settings.PERF_SEED, bootstrap: BOOTSTRAP_SEED },
  fleetmark: (readJson('package.json') as { version: string }).version,
}

export default defineConfig({
  testDir: '.',
  outputDir: 'test-results',
  workers: 1,
  retries: 0,
  preserveOutput: 'always',
  reporter: [['list'], ['./reports/reporter.ts', reporter]],
  use: {
    trace: 'off',
    video: 'off',
    screenshot: 'off',
    viewport: { width: 1440, height: 900 },
    launchOptions: chromiumOptions(settings.PERF_CHROMIUM),
  },
  projects: [
    {
      name: 'unit',
      testMatch: ['load/**/*.test.ts', 'reports/**/*.test.ts', 'fixtures/**/*.test.ts', 'tools/**/*.test.ts'],
      testIgnore: '**/*.system.test.ts',
      timeout: 60_000,
    },
    { name: 'system', testMatch: '**/*.system.test.ts', timeout: 170_000 },
    {
      name: 'perf',
      testMatch: 'e2e/**/*.spec.ts',
      testIgnore: 'e2e/**/*.stress.spec.ts',
      timeout: 600_000,
    },
    { name: 'stress', testMatch: 'e2e/**/*.stress.spec.ts', timeout: 600_000 },
  ],
})

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(path.resolve(import.meta.dirname, file), 'utf8'))
}
