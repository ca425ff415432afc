import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { parseDocument } from 'yaml'
import { catalogueOf } from '../../fixtures/catalogue.ts'
import { slos } from '../../fixtures/slos/slos.ts'
import { parseSettings } from '../../fixtures/settings/settings.ts'
import { loadTarget } from '../../fixtures/targets/load-target.ts'
import { writeApiPage } from './api-page.ts'
import { EXPLANATIONS } from './explanations.ts'
import { writeMetricsPage } from './metrics-page.ts'

const root = path.join(import.meta.dirname, '../..')
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')

const pages = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/*.md', { cwd: root }).sort()]
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

test('docs/metrics.md is what `npm run docs` writes', () => {
  expect(read('docs/metrics.md')).toBe(writeMetricsPage(slos, catalogueOf({}).declarations))
})

test('docs/api.md is what `npm run docs` writes', () => {
  expect(read('docs/api.md')).toBe(writeApiPage())
})

for (const [entry, module] of [
  ['fleetmark', '../../fixtures/index.ts'],
  ['fleetmark/target', '../../fixtures/targets/entry.ts'],
  ['fleetmark/config', '../../fixtures/config.ts'],
  ['fleetmark/reporter', '../../reports/reporter.ts'],
] as const) {
  test(`docs/api.md has all that ${entry} exports, each with what it is`, async () => {
    const [, section = ''] = read('docs/api.md').split(`\n## \`${entry}\`\n`)
    const [own = ''] = section.split(/^## /m)
    const told = new Map(
      [...own.matchAll(/^### `(.*)`\n\n(.*)$/gm)].map(([, name = '', first = '']) => [name, first]),
    )
    const names = Object.keys((await import(module)) as object)
    expect(names.length).toBeGreaterThan(0)
    expect(names.filter(name => !told.has(name))).toEqual([])
    expect([...told].filter(([, first]) => !/^[A-Z`@].{10}/.test(first))).toEqual([])
  })
}

test('every explanation is of a metric that an SLO judges', () => {
  const judged = new Set(slos.map(({ metric }) => metric))
  expect(Object.keys(EXPLANATIONS).filter(metric => !judged.has(metric))).toEqual([])
})

test('README.md has at most 100 lines', () => {
  expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(100)
})

/** What of each page is at fault, by page; empty when all is well. */
function faults(find: (text: string, page: string) => string[]): Record<string, string[]> {
  const found = pages.map(page => [page, find(read(page), page)] as const)
  return Object.fromEntries(found.filter(([, some]) => some.length > 0))
}

/** The first group of each match. */
const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, group = '']) => group)

test('no line of a page is over 100 columns, but for the rows of the engines side by side', () => {
  const mayBeWide = (line: string, page: string): boolean =>
    page === 'docs/conformance.md' && line.startsWith('|')
  const tooWide = (text: string, page: string): string[] =>
    text.split('\n').filter(line => line.length > 100 && !mayBeWide(line, page))
  expect(faults(tooWide)).toEqual({})
})

test('every relative link leads somewhere', () => {
  const isBroken = (link: string, page: string): boolean => {
    const [file, anchor] = link.split('#')
    const linked = file ? path.join(path.dirname(page), file) : page
    if (!existsSync(path.join(root, linked))) return true
    return anchor !== undefined && !anchorsOf(read(linked)).includes(anchor)
  }
  const links = /\]\((?!https?:)([^)\s]+)\)/g
  expect(faults((text, page) => matches(text, links).filter(link => isBroken(link, page)))).toEqual({})
})

test('every command that a page names is there', () => {
  const commands = /npm run ([a-z:-]+)/g
  expect(faults(text => matches(text, commands).filter(name => scripts[name] === undefined))).toEqual({})
})

test('every command of the package that a page names is there', () => {
  const [, table = ''] = /^const commands[^{]*\{\n(.*?)^\}/ms.exec(read('tools/cli/cli.ts')) ?? []
  const known = matches(table, /^ {2}'?([a-z:-]+)'?:/gm)
  expect(known).toContain('perf')
  const used = /npx fleetmark ([a-z][a-z:-]*)/g
  expect(faults(text => matches(text, used).filter(name => !known.includes(name)))).toEqual({})
})

test('every project of Playwright that a page names is there, and every command of Playwright', () => {
  const known = ['playwright.config.ts', 'fixtures/measuring-config.ts'].flatMap(file =>
    matches(read(file), /\bname: '([a-z]+)'/g),
  )
  expect(known).toEqual(expect.arrayContaining(['perf', 'soak', 'unit']))
  // `own` holds the specs of whoever has some.
  const named = /--project=([a-z]+)/g
  expect(faults(text => matches(text, named).filter(name => ![...known, 'own'].includes(name)))).toEqual({})
  const commands = ['test', 'merge-reports', 'install', 'codegen']
  const used = /npx playwright ([a-z-]+)/g
  expect(faults(text => matches(text, used).filter(name => !commands.includes(name)))).toEqual({})
})

test('every step of the nightly that a page names is one, and what Jenkins runs is of a shell', () => {
  const steps = matches(read('.ci/nightly'), /^ {2}([a-z]+)\)$/gm)
  expect(steps).toEqual(['measure', 'report'])
  const named = /\.ci\/nightly ([a-z]+)\b/g
  expect(matches(read('docs/ci.md'), named).length).toBeGreaterThan(3)
  expect(faults(text => matches(text, named).filter(name => !steps.includes(name)))).toEqual({})
  const [pipeline = ''] = matches(read('docs/ci.md'), /^```groovy\n(.*?)^```$/gms)
  const commands = matches(pipeline, /^ *sh '([^']+)'$/gm)
  expect(commands).toHaveLength(3)
  for (const command of commands)
    expect(spawnSync('bash', ['-n', '-c', command], { encoding: 'utf8' }).stderr, command).toBe('')
})

test('all that a page shows as YAML is YAML', () => {
  const blocks = (text: string): string[] => matches(text, /^```yaml\n(.*?)^```$/gms)
  expect(blocks(read('docs/ci.md')).length).toBeGreaterThan(0)
  const isBroken = (block: string): boolean => parseDocument(block).errors.length > 0
  expect(faults(text => blocks(text).filter(isBroken))).toEqual({})
})

test('every metric that the tuning guide names is declared, or judged', () => {
  const known = [...catalogueOf({}).declarations.metrics.map(({ name }) => name), ...slos.map(({ id }) => id)]
  const named = matches(read('docs/tuning.md'), /`([a-z]+\.[a-z.-]+)`/g)
  expect(named.length).toBeGreaterThan(15)
  expect(named.filter(name => !known.includes(name))).toEqual([])
})

test('every file that a page names is there', () => {
  const files = /`((?:load|reports|fixtures|e2e|tools|docs|\.github|\.ci)\/[\w./-]*)`/g
  expect(faults(text => matches(text, files).filter(file => !existsSync(path.join(root, file))))).toEqual({})
})

test('every setting that a page names is there', () => {
  const names = /(PERF_[A-Z_]*[A-Z])/g
  const settings = matches(read('.env.example'), names)
  expect(faults(text => matches(text, names).filter(name => !settings.includes(name)))).toEqual({})
})

/** The code blocks of a page in TypeScript. */
const examplesOf = (page: string): string[] =>
  [...read(page).matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code)

/** Loads a target as a run does, from a file in a folder of the project. */
/** What the examples take from the environment. */
const ENVIRONMENT = {
  PERF_BASE_URL: 'http://127.0.0.1',
  OPENAI_API_KEY: 'a key',
  HA_TOKEN: 'a token',
  STAGING_REDIS_URL: 'redis://127.0.0.1',
  STAGING_POSTGRES_URL: 'postgres://127.0.0.1/states',
  AMQP_URL: 'amqp://127.0.0.1',
}

async function load(code: string, folder: string): Promise<unknown> {
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, 'staging.ts')
  writeFileSync(file, code.replaceAll("'../", `'${root}/`))
  return (
    await loadTarget({
      settings: parseSettings({ PERF_TARGET: file }),
      env: ENVIRONMENT,
    })
  ).target
}

test('the target in README.md can be loaded', async ({}, info) => {
  const [code = ''] = examplesOf('README.md')
  expect(await load(code, info.outputPath())).toMatchObject({
    name: 'staging',
    baseURL: 'https://staging.example.com',
  })
})

test('the examples in docs/targets.md are together one target', async ({}, info) => {
  const address = `name: 'all', baseURL: 'http://127.0.0.1'`
  const fields = examplesOf('docs/targets.md').join('\n')
  const code = `import { defineTarget } from '../fixtures/targets/target.ts'\nexport default defineTarget(({ env }) => ({ ${address}, ${fields} }))`
  expect(await load(code, info.outputPath())).toMatchObject({ name: 'all' })
})

/** The anchors of a page's headings, as GitHub names them. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  )
}
