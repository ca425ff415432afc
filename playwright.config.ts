import { defineConfig } from '@playwright/test'
import { defineFleetmarkConfig } from './fixtures/config.ts'

export default defineConfig(await defineFleetmarkConfig(), {
  projects: [
    {
      name: 'unit',
      testMatch: ['load/**/*.test.ts', 'reports/**/*.test.ts', 'fixtures/**/*.test.ts', 'tools/**/*.test.ts'],
      testIgnore: '**/*.system.test.ts',
      timeout: 60_000,
    },
    { name: 'system', testMatch: '**/*.system.test.ts', timeout: 170_000 },
  ],
})
