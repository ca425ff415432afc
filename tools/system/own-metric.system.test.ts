import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@playwright/test'
import type { TestInfo } from '@playwright/test'
import { readPage } from '../../reports/viewer/testing/read-page.ts'
import { runSuite, sharedRun } from './run-suite.ts'

const of = (module: string): string =>
  JSON.stringify(pathToFileURL(path.join(import.meta.dirname, '../../fixtures', module)).href)

/** Writes a project of somebody's own, with a target of which Fleetmark knows nothing. @returns the file of its configuration */
function writeProject(info: TestInfo, baseURL: string, specs: Readonly<Record<string, string>>): string {
  const write = (name: string, text: string): string => {
    const file = info.outputPath(name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
    return file
  }
  const target = write(
    'target.ts',
    `import { defineTarget } from ${of('targets/target.ts')}
const queue = { section: 'work-queue', better: 'lower' }
export default defineTarget({ name: 'queue', baseURL: '${baseURL}', metrics: [
  { ...queue, name: 'queue.wait', quantity: 'time', unit: 'ms', title: 'Wait for a worker', order: 1, overTime: true },
  { ...queue, name: 'queue.jobs', quantity: 'events', unit: 'count', title: 'Jobs that failed', order: 2, overTime: false },
], slos: {
  'queue.soon': { metric: 'queue.wait', objective: 'p(95)<5000' },
  'queue.at-once': { metric: 'queue.wait', objective: 'med<500', level: 'warn' },
  'queue.done': { metric: 'queue.jobs', objective: 'rate<0.01' },
} })`,
  )
  for (const [name, text] of Object.entries(specs)) write(`specs/${name}.spec.ts`, text)
  return write(
    'playwright.config.ts',
    `import { defineFleetmarkConfig } from ${of('config.ts')}
const project = { name: 'own', testDir: ${JSON.stringify(info.outputPath('specs'))} }
export default await defineFleetmarkConfig({ settings: { PERF_TARGET: ${JSON.stringify(target)} }, projects: [project] })`,
  )
}

const server = createServer((_request, response) => response.end('ok'))
test.beforeAll(() => new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve)))
test.afterAll(() => server.close())
const address = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

const specOf = (body: string, ids = ''): string => `import { answers, test } from ${of('index.ts')}
test('jobs wait', answers(${ids}), async ({ lab }) => {
  const now = Date.now()
  ${body}
})`

const measured = sharedRun(info => {
  const config = writeProject(info, address(), {
    queue: specOf(
      `for (let n = 0; n < 20; n++) lab.sample('queue.wait', 'ms', 100 * (n + 1), {}, now + 50 * n)
  for (let n = 0; n < 9; n++) lab.count('queue.jobs')
  lab.count('queue.jobs', 'worker died')`,
      "'queue.soon', 'queue.at-once', 'queue.done'",
    ),
    wrong: specOf(`lab.sample('queue.wiat', 'ms', now)`),
  })
  return runSuite(info.outputPath('run'), ['--config', config], {}, 'own')
})

test('a metric that a target declares has its section, title, unit and time line in the page', async ({
  page,
}, info) => {
  const { report, output, results } = await measured(info)
  expect(
    report?.metrics.map(({ title }) => title),
    output,
  ).toEqual(['Wait for a worker', 'Jobs that failed'])
  await readPage(page, pathToFileURL(path.join(results, 'latest/index.html')).href)
  const link = page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Work queue' })
  await expect(link).toBeVisible()
  await link.click()
  const section = page.locator('#work-queue')
  await expect(section.getByRole('heading', { name: 'Work queue' })).toBeInViewport()
  await expect(section.getByRole('row', { name: /^Wait for a worker 20 1\.00 s .*2\.00 s/ })).toBeVisible()
  await expect(section.getByRole('row', { name: /^Jobs that failed 10 1 10.* %.*worker died/ })).toBeVisible()
  const line = page
    .locator('#time')
    .getByRole('img', { name: /^Wait for a worker over time\..*20 points.*2\.00 s/ })
  await expect(line).toBeVisible()
  await expect(page.locator('#time').getByRole('heading', { name: 'Wait for a worker' })).toBeVisible()
})

test('a misspelt metric fails its spec, with the name that was meant', async ({}, info) => {
  const { code, report } = await measured(info)
  expect(code).toBe(1)
  expect(report?.steps).toMatchObject([
    { outcome: 'completed' },
    { outcome: 'failed', message: expect.stringContaining('did you mean "queue.wait"?') },
  ])
})

test('objectives that a target makes are judged, and fail the run', async ({}, info) => {
  const { report, output } = await measured(info)
  expect(
    report?.judgements.map(({ id, title, category, level, verdict, observed, n }) => [
      id,
      title,
      category,
      level,
      verdict,
      observed,
      n,
    ]),
    output,
  ).toEqual([
    ['queue.soon', 'Wait for a worker', 'work-queue', 'error', 'PASS', 1900, 20],
    ['queue.at-once', 'Wait for a worker', 'work-queue', 'warn', 'FAIL', 1000, 20],
    ['queue.done', 'Jobs that failed', 'work-queue', 'error', 'FAIL', 0.1, 10],
  ])
})
