import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'

// Feeds a quarter of an hour of 50 metrics in a process of its own: some seconds, and more beside other work.
test('what is recorded takes no more room with time, and the benchmark of it says so', async () => {
  const bench = path.join(import.meta.dirname, 'record.bench.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [bench, '--seconds=900'])
  expect(stdout).toMatch(/^900 s of 50 endpoints, 10 values a second each/)
  expect(stdout).toContain('450000 recorded, 450000 in the sum of the parts.')
})
