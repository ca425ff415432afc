import path from 'node:path'
import { defineFleetmarkConfig } from './fixtures/config.ts'
import { quickenStacks } from './fixtures/testing/quick-stacks.ts'

// What is compiled once is not compiled again in each process and thread that starts: a platform starts with half the processor time.
process.env['NODE_COMPILE_CACHE'] ??= path.join(import.meta.dirname, '.cache/compile')

quickenStacks(process.argv)

/** An older Node.js can't read `using`: there Playwright's Babel rewrites what is loaded, which takes twice the processor time. */
const READS_SOURCES = Number.parseInt(process.versions.node, 10) >= 24

/** Tests that run the suite as its users do, look at somebody's dashboard with it, or drive many workers: of each file, minutes. */
const WHOLE = ['**/tools/{system,target}/**/*.system.test.ts', '**/fixtures/crew/*.system.test.ts']

/** They measure the machine itself. */
const CALIBRATION = '**/{calibrate,cpu-slowdown}.system.test.ts'

/** What a test waits for comes late on a busy machine, and not wrong: 5 s, as by default, are a matter of its speed. */
const PATIENT = { timeout: 30_000 }

export default await defineFleetmarkConfig({
  build: { external: READS_SOURCES ? ['**/*.ts'] : [] },
  others: [
    // Tests that wait for processes and browsers begin first: many short ones are left for whoever waits for the last long one.
    // Each runs the suite itself: more of them than cores would make each other's load late.
    {
      name: 'whole',
      testMatch: WHOLE,
      testIgnore: CALIBRATION,
      timeout: 300_000,
      expect: PATIENT,
      workers: 2,
    },
    {
      name: 'system',
      testMatch: '**/*.system.test.ts',
      testIgnore: [...WHOLE, CALIBRATION],
      timeout: 300_000,
      expect: PATIENT,
    },
    {
      name: 'unit',
      testMatch: ['load/**/*.test.ts', 'reports/**/*.test.ts', 'fixtures/**/*.test.ts', 'tools/**/*.test.ts'],
      testIgnore: '**/*.system.test.ts',
      timeout: 60_000,
      expect: PATIENT,
    },
    // Nothing else runs beside them.
    {
      name: 'calibration',
      testMatch: CALIBRATION,
      timeout: 170_000,
      dependencies: ['unit', 'system', 'whole'],
    },
  ],
})
