import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { expect } from '@playwright/test'
import { chromiumOptions } from '../../fixtures/browser/chromium.ts'
import type { RunReport } from '../../reports/run-report.ts'
import { startPollingDashboard } from '../../fixtures/testing/dashboards/polling-dashboard.ts'
import { run, withPackage } from './packed-project.ts'
import type { Ended } from './packed-project.ts'

const root = path.join(import.meta.dirname, '../..')

const TARGET = `import { defineTarget } from 'fleetmark/target'

export default defineTarget(({ env }) => ({
  name: 'greeter',
  baseURL: env['GREETER_URL'],
  endpoints: [{ name: 'GET /hello', method: 'GET', path: '/hello' }],
  slos: { 'api.latency': { objective: 'p(95)<9000' }, 'api.latency.p99': { objective: 'p(99)<9000' } },
}))
`

const CONFIG = `import { defineFleetmarkConfig } from 'fleetmark/config'

export default defineFleetmarkConfig({ settings: { PERF_TARGET: './target.ts' } })
`

const test = withPackage({ 'target.ts': TARGET, 'playwright.config.ts': CONFIG })

const cli = 'node_modules/@playwright/test/cli.js'

// 15 s, of which five are of load and the others of programs that start.
test('an installed package measures a target of ten lines', async ({ project }) => {
  const server = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { code, output } = await run(
    project,
    process.execPath,
    [cli, 'test', '--project=perf', 'e2e/api/latency'],
    {
      GREETER_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      PERF_API_RATE: '220',
      PERF_API_DURATION: '5',
      PERF_CHROMIUM: chromiumOptions(undefined).executablePath,
    },
  )
  server.close()
  const file = path.join(project, 'perf-results/latest/report.json')
  const report = JSON.parse(readFileSync(file, 'utf8')) as RunReport
  expect(report.target.name, output).toBe('greeter')
  expect(report.judgements.find(({ name }) => name === 'api.errors (GET /hello)')?.verdict, output).toBe(
    'PASS',
  )
  expect(report.measurements.map(({ metric }) => metric)).toContain('api.latency')
  expect(readFileSync(path.join(project, 'perf-results/latest/index.html'), 'utf8')).toContain('greeter')
  expect(code, output).toBe(0)
})

/** What docs/package.md shows: a configuration, then a spec. */
const [ownConfig = '', ownSpec = ''] = [
  ...readFileSync(path.join(root, 'docs/package.md'), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms),
].map(([, code = '']) => code)

const OWN_TARGET = `import { defineTarget } from 'fleetmark/target'

const queue = { section: 'queue', better: 'lower' } as const
export default defineTarget(({ env }) => ({
  name: 'queue',
  baseURL: env['QUEUE_URL'],
  metrics: [
    { ...queue, name: 'queue.wait', quantity: 'time', unit: 'ms', title: 'Wait', order: 1, overTime: true },
    { ...queue, name: 'queue.jobs', quantity: 'events', unit: 'count', title: 'Jobs', order: 2, overTime: false },
  ],
  slos: { 'queue.soon': { metric: 'queue.wait', objective: \`p(95)<\${env['QUEUE_SOON_MS']}\` } },
}))
`

// Two runs of one spec, 5 s each of which most is Playwright's to start.
test('an SLO that a target makes itself is judged by the example of docs/package.md, and its limit decides the exit', async ({
  project,
}) => {
  const folder = path.join(project, 'own')
  for (const [name, text] of [
    ['playwright.config.ts', ownConfig],
    ['specs/queue.spec.ts', ownSpec],
    ['targets/mine.ts', OWN_TARGET],
  ] as const) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), text)
  }
  const server = createServer((_, response) => response.writeHead(202).end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  for (const [limitMs, verdict, exit] of [
    ['60000', 'PASS', 0],
    ['0.001', 'FAIL', 1],
  ] as const) {
    const env = { QUEUE_URL: `http://127.0.0.1:${port}`, QUEUE_SOON_MS: limitMs }
    const { code, output } = await run(
      folder,
      process.execPath,
      [path.join(project, cli), 'test', '--project=own'],
      env,
    )
    const file = path.join(folder, 'perf-results/latest/report.json')
    const report = JSON.parse(readFileSync(file, 'utf8')) as RunReport
    const judged = report.judgements.map(({ id, title, n, verdict: found }) => [id, title, n, found])
    expect(judged, output).toEqual([['queue.soon', 'Wait', 20, verdict]])
    expect(code, output).toBe(exit)
  }
  server.close()
})

test('the package brings declarations that hold for a target and a configuration', async ({ project }) => {
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc')
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2024']
  const files = ['target.ts', 'playwright.config.ts']
  expect(await run(project, process.execPath, [tsc, ...options, ...files])).toEqual({ code: 0, output: '' })
  writeFileSync(path.join(project, 'wrong.ts'), TARGET.replace("'GET',", "'FETCH',"))
  const { output } = await run(project, process.execPath, [tsc, ...options, 'wrong.ts'])
  expect(output).toContain('"FETCH"')
})

for (const entry of ['fleetmark', 'fleetmark/target', 'fleetmark/config', 'fleetmark/reporter']) {
  test(`importing ${entry} reads no settings, changes no environment and starts nothing`, async ({
    project,
  }) => {
    // A PERF_ENV without a file is an error as soon as somebody reads it.
    writeFileSync(path.join(project, '.env'), 'PERF_ENV=nowhere\n')
    const program = `
      import { registerHooks } from 'node:module'
      const loaded = []
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
      const before = JSON.stringify(process.env)
      const entry = await import('${entry}')
      console.log(JSON.stringify({
        names: Object.keys(entry).sort(),
        environmentKept: JSON.stringify(process.env) === before,
        playwright: loaded.some(url => /node_modules.(@playwright|playwright)/.test(url)),
        running: process.getActiveResourcesInfo().filter(name => !/^(TTY|Pipe)Wrap$/.test(name)),
      }))`
    const { output } = await run(project, process.execPath, ['--input-type=module', '--eval', program])
    rmSync(path.join(project, '.env'))
    const names = {
      fleetmark: ['answers', 'defineTarget', 'expect', 'test'],
      'fleetmark/target': [
        'TargetError',
        'defineTarget',
        'graphqlWs',
        'homeAssistant',
        'person',
        'readRows',
        'signalR',
      ],
      'fleetmark/config': ['defineFleetmarkConfig'],
      'fleetmark/reporter': ['default'],
    }[entry]
    const playwright = entry === 'fleetmark'
    expect(JSON.parse(output)).toEqual({ names, environmentKept: true, playwright, running: [] })
  })
}

// Half a minute: a browser looks at the page for 2 s, and again for each thing that is proposed.
test('in an empty folder its command writes a target and a configuration that can be measured with', async ({
  project,
}) => {
  const folder = path.join(project, 'mine')
  mkdirSync(folder)
  const fleetmark = (...args: string[]): Promise<Ended> =>
    run(folder, path.join(project, 'node_modules/.bin/fleetmark'), args, {
      PERF_CHROMIUM: chromiumOptions(undefined).executablePath,
    })
  const early = await fleetmark('perf')
  expect(early.output).toBe(
    `There is no playwright.config.ts in ${realpathSync(folder)}. Write one, and a target: npx fleetmark init <address of a dashboard>\n`,
  )
  expect(early.code).toBe(2)
  const dashboard = await startPollingDashboard()
  const { code, output } = await fleetmark('init', dashboard.baseURL, '--seconds', '3', '--file', 'mine.ts')
  expect(output).toContain('Wrote playwright.config.ts, as there was none.')
  expect(output).toContain('PERF_TARGET=mine.ts npx fleetmark perf --quick')
  expect(code).toBe(0)
  const listed = await fleetmark('perf', '--list')
  expect(listed.output).toContain('the dashboard shows live data soon')
  expect(listed.code, listed.output).toBe(0)
  const measured = await fleetmark('perf', '--quick', 'page-load', 'api/latency')
  await dashboard.stop()
  const file = path.join(folder, 'perf-results/latest/report.json')
  expect(existsSync(file), measured.output).toBe(true)
  const { judgements, run: ended } = JSON.parse(readFileSync(file, 'utf8')) as RunReport
  expect(judgements.map(({ metric }) => metric)).toEqual(
    expect.arrayContaining(['dashboard.ready', 'dashboard.lcp', 'api.latency']),
  )
  // How fast this machine is decides between PASS and FAIL; that there are values does not depend on it.
  for (const { name, verdict, n, observed } of judgements) {
    expect([name, verdict], measured.output).not.toEqual([name, 'NO_DATA'])
    expect([name, n > 0, observed]).toEqual([name, true, expect.any(Number)])
  }
  expect(measured.code, measured.output).toBe(ended.ok ? 0 : 1)
})

test('a command that there is not is told with those that there are', async ({ project }) => {
  const { code, output } = await run(project, path.join(project, 'node_modules/.bin/fleetmark'), ['pref'])
  expect(output).toContain('There is no command "pref".')
  expect(output).toMatch(/^ {2}perf +measures page, sockets and API$/m)
  expect(code).toBe(2)
})

test('beside another Playwright the package says which one it needs', async ({ project }) => {
  const place = path.join(project, 'node_modules/fleetmark/node_modules/@playwright/test')
  mkdirSync(place, { recursive: true })
  writeFileSync(path.join(place, 'package.json'), '{ "name": "@playwright/test", "version": "1.50.0" }')
  const { code, output } = await run(project, process.execPath, [cli, 'test', '--list'])
  rmSync(path.dirname(path.dirname(place)), { recursive: true })
  expect(output).toContain(
    `Fleetmark needs @playwright/test ^1.65.1, and finds 1.50.0 in ${place}. Install one that fits:`,
  )
  expect(code).toBe(1)
})

test('nothing runs when the package is installed, and it brings neither linters nor another Node', async ({
  project,
}) => {
  const installed = JSON.parse(
    readFileSync(path.join(project, 'node_modules/fleetmark/package.json'), 'utf8'),
  ) as Record<string, Record<string, string>>
  const scripts = Object.keys(installed['scripts'] ?? {})
  expect(scripts.filter(name => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([])
  const lock = JSON.parse(readFileSync(path.join(project, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, object>
  }
  const brought = Object.keys(lock.packages).filter(name =>
    /node-linux|oxlint|typescript|vite$|knip/.test(name),
  )
  expect(brought).toEqual([])
})
