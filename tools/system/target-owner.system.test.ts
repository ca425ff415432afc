import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import type { TestInfo } from '@playwright/test'
import { judgementOf, runSuite, startSuite } from './run-suite.ts'
import { writeTarget } from './write-target.ts'

const pageLoad = 'e2e/dashboard/page-load.spec.ts'
const cold = [pageLoad, '-g', 'empty cache']

/** What a target's file wrote down, in the order in which it happened. */
interface Marks {
  settings: Record<string, string>
  /** Numbers noted under a name: ids of processes. */
  of(what: 'loaded' | 'platform' | 'signed in' | 'visited'): number[]
}

/** A target that notes which process loads it, the platform's process, and who signs in and visits. */
function markedTarget(info: TestInfo, change = ''): Marks {
  const file = info.outputPath('marks.txt')
  const imports = `import { appendFileSync } from 'node:fs'
    import { isMainThread } from 'node:worker_threads'
    const mark = (what, pid) => appendFileSync(${JSON.stringify(file)}, what + '=' + pid + '\\n')
    if (isMainThread) mark('loaded', process.pid)`
  const target = writeTarget(
    info,
    `start: async settings => {
      const started = await reference.start(settings)
      mark('platform', started.pid)
      return started
    },
    login: async page => {
      mark('signed in', process.pid)
      await reference.login(page)
    },
    pages: [{ ...reference.pages[0], interactions: [{ name: 'mark', run: async () => mark('visited', process.pid) }] }],
    ${change}`,
    imports,
  )
  return {
    settings: { PERF_TARGET: target },
    of: what =>
      (existsSync(file) ? readFileSync(file, 'utf8') : '')
        .split('\n')
        .filter(line => line.startsWith(`${what}=`))
        .map(line => Number(line.slice(what.length + 1))),
  }
}

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) throw new Error('No such process was noted.')
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('a spec that misses its SLO leaves the next one the same target, signed in to', async ({}, info) => {
  const marks = markedTarget(
    info,
    `slos: { 'dashboard.ready.cold': { objective: 'p(95)<0.001', minSamples: 1 } }`,
  )
  const run = await runSuite(info.outputPath(), [pageLoad], { ...marks.settings, PERF_VISITS: '2' })
  expect(
    run.report?.steps.map(({ outcome }) => outcome),
    run.output,
  ).toEqual(['completed', 'completed'])
  // The run's main process, the owner's, and two workers: the second because the first spec failed.
  expect(new Set(marks.of('loaded')).size).toBe(4)
  expect(marks.of('platform')).toHaveLength(1)
  expect(marks.of('signed in')).toHaveLength(1)
  expect(isAlive(marks.of('platform')[0])).toBe(false)
})

test('who is signed out is signed in once more, and that is told', async ({}, info) => {
  const marks = markedTarget(
    info,
    `pages: [{ ...reference.pages[0], interactions: [{ name: 'sign out', run: async page => {
      if (globalThis.isOut) return
      globalThis.isOut = true
      await page.request.post(new URL('/logout', page.url()).href)
    } }] }],`,
  )
  const run = await runSuite(info.outputPath(), cold, { ...marks.settings, PERF_VISITS: '2' })
  expect(marks.of('signed in').length, run.output).toBe(2)
  expect(run.output).toMatch(
    /The sign-in to "mine" did not hold any more \(status 302, to \/login at \/\): signed in once more\./,
  )
})

// Each of these takes as long as Playwright, a browser and the platform take to start, and some visits.
test('a run that is interrupted reports what was measured before, and leaves no target behind', async ({}, info) => {
  const marks = markedTarget(info)
  const suite = startSuite(info.outputPath(), cold, {
    ...marks.settings,
    PERF_VISITS: '1000',
  })
  await expect.poll(() => marks.of('visited').length, { timeout: 150_000 }).toBeGreaterThan(3)
  expect(isAlive(marks.of('platform')[0])).toBe(true)
  suite.interrupt()
  await expect.poll(() => isAlive(marks.of('platform')[0]), { timeout: 30_000 }).toBe(false)
  await expect.poll(() => marks.of('loaded').filter(isAlive), { timeout: 30_000 }).toEqual([])
  const run = await suite.ended
  expect(run.report?.run.status).toBe('interrupted')
  expect(judgementOf(run, 'dashboard.ready.cold').n).toBeGreaterThanOrEqual(3)
  expect(run.output).toContain('The run was interrupted')
  expect(run.code).not.toBe(0)
})
