import path from 'node:path'
import { defineConfig } from '@playwright/test'
import { defineFleetmarkConfig } from './fixtures/config.ts'

// What is compiled once is not compiled again in each process and thread that starts: a platform starts with half the processor time.
process.env['NODE_COMPILE_CACHE'] ??= path.join(import.meta.dirname, '.cache/compile')

const CALIBRATION = '**/calibrate.system.test.ts'

export default defineConfig(await defineFleetmarkConfig(), {
  projects: [
    {
      name: 'unit',
      testMatch: ['load/**/*.test.ts', 'reports/**/*.test.ts', 'fixtures/**/*.test.ts', 'tools/**/*.test.ts'],
      testIgnore: '**/*.system.test.ts',
      timeout: 60_000,
    },
    { name: 'system', testMatch: '**/*.system.test.ts', testIgnore: CALIBRATION, timeout: 170_000 },
    // It measures the machine itself: nothing else runs beside it.
    { name: 'calibration', testMatch: CALIBRATION, timeout: 170_000, dependencies: ['unit', 'system'] },
  ],
})
