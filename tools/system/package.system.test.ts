import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test as base, expect } from '@playwright/test'
import { chromiumOptions } from '../../fixtures/browser/chromium.ts'
import type { RunReport } from '../../reports/run-report.ts'
import { startPollingDashboard } from '../../fixtures/testing/dashboards/polling-dashboard.ts'
import { outerEnvironment } from './run-suite.ts'

const root = path.join(import.meta.dirname, '../..')
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  devDependencies: { '@playwright/test': string }
  scripts: Record<string, string>
}

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

interface Ended {
  code: number | null
  output: string
}

/** Runs a program to its end in a folder. */
async function run(
  cwd: string,
  program: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Ended> {
  const child = spawn(program, args, { cwd, env: { ...outerEnvironment(), ...env } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output }
}

/**
 * Lays the project's own copies of what a package of it may need into a folder, as hard links where the disk allows: to unpack some 290 packages, Lighthouse's above all,
 * takes 40 s of a core, and these are the same. npm throws out what nothing asks for, and fetches what is not there.
 */
function layPackages(project: string): void {
  const file = path.join(root, 'package-lock.json')
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
    packages: Record<string, { dev?: true; link?: true }>
  }
  for (const [place, { dev, link }] of Object.entries(packages)) {
    if (place.startsWith('node_modules/') && !dev && !link) layFolder(place, project)
  }
}

function layFolder(place: string, project: string): void {
  // A package for another system is in the lock file, and not here.
  if (!existsSync(path.join(root, place))) return
  mkdirSync(path.join(project, place), { recursive: true })
  for (const entry of readdirSync(path.join(root, place), { withFileTypes: true })) {
    const inner = path.join(place, entry.name)
    if (entry.isFile()) layFile(path.join(root, inner), path.join(project, inner))
    else if (entry.name !== 'node_modules') layFolder(inner, project)
  }
}

function layFile(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to)
  }
}

// Packing compiles all sources (5 s of a core), and so does npm to see what is there: once for all tests.
const test = base.extend<object, { project: string }>({
  project: [
    async ({}, use) => {
      const project = mkdtempSync(path.join(tmpdir(), 'fleetmark-package-'))
      const packed = await run(root, 'npm', ['pack', '--silent', '--pack-destination', project])
      expect(packed, packed.output).toMatchObject({ code: 0 })
      const tarball = path.join(project, packed.output.trim().split('\n').at(-1) ?? '')
      writeFileSync(path.join(project, 'package.json'), '{ "private": true, "type": "module" }')
      layPackages(project)
      const playwright = `@playwright/test@${manifest.devDependencies['@playwright/test']}`
      const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
      const installed = await run(project, 'npm', ['install', '--save-dev', ...quiet, tarball, playwright])
      expect(installed, installed.output).toMatchObject({ code: 0 })
      writeFileSync(path.join(project, 'target.ts'), TARGET)
      writeFileSync(path.join(project, 'playwright.config.ts'), CONFIG)
      await use(project)
      rmSync(project, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 500_000 },
  ],
})

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
  await dashboard.stop()
  expect(output).toContain('Wrote playwright.config.ts, as there was none.')
  expect(output).toContain('PERF_TARGET=mine.ts npx fleetmark perf --quick')
  expect(code).toBe(0)
  const listed = await fleetmark('perf', '--list')
  expect(listed.output).toContain('the dashboard shows live data soon')
  expect(listed.code, listed.output).toBe(0)
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
