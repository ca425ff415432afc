import { spawnSync } from 'node:child_process'
import { expect, test } from '@playwright/test'

const reporter = JSON.stringify(new URL('reporter.ts', import.meta.url).href)
const begin = `const { default: Reporter } = await import(${reporter}); const run = new Reporter({ runId: 'run', results: '/nowhere', projects: [] })`

const ends: [what: string, then: string, code: number][] = [
  ['by process.exit(0) is no success', 'process.exit(0)', 1],
  ['by process.exit() a moment later is no success', 'setTimeout(() => process.exit(), 10)', 1],
  ['by process.exit(3) keeps its code', 'process.exit(3)', 3],
  [
    'after it was judged is what Playwright says',
    `await run.onEnd({ status: 'passed' }); process.exit(0)`,
    0,
  ],
]
for (const [what, then, code] of ends) {
  test(`a run that ends ${what}`, () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', `${begin}; ${then}`],
      {
        encoding: 'utf8',
      },
    )
    expect(stderr.includes('The run was ended before it was judged')).toBe(code === 1)
    expect(status).toBe(code)
  })
}
