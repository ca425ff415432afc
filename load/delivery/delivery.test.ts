import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import type { Measurement } from '../measure/measurement.ts'
import { longestMs } from './delivery.ts'
import type { Build } from './delivery.ts'
import { pointsOf, TestSources } from './testing/test-sources.ts'

let folder = ''
let log = ''
let sources: TestSources
test.beforeEach(() => {
  sources = new TestSources()
  ;({ folder, log } = sources)
})
test.afterEach(() => sources.remove())

const command = (name: string, code: string): string => sources.command(name, code)

const measure = (build: Build): Promise<Measurement[]> => sources.measure(build)

const NOTE = 'const note = text => fs.appendFileSync(process.env.DELIVERY_LOG, text + "\\n")\n'

test('each round installs and builds in a fresh copy with empty caches, builds again, and installs once more with what the caches have', async () => {
  const cache = 'const cache = process.env.npm_config_cache\n'
  const install = command(
    'install',
    `${NOTE}${cache}note('install ' + (fs.existsSync(cache) ? 'warm' : 'cold')); fs.mkdirSync(cache, { recursive: true }); fs.writeFileSync('installed', '')`,
  )
  const build = command(
    'build',
    `${NOTE}note('build ' + (fs.existsSync('out') ? 'again' : 'first') + fs.readFileSync('source.txt') + fs.existsSync('installed')); fs.mkdirSync('out', { recursive: true }); fs.writeFileSync('out/made', 'x'); setTimeout(() => {}, 120)`,
  )
  const measured = await measure({ install, build, artefact: 'out' })
  const round = ['install cold', 'build firstsourcetrue', 'build againsourcetrue', 'install warm']
  expect(readFileSync(log, 'utf8').trim().split('\n')).toEqual([...round, ...round])
  for (const metric of ['delivery.install', 'delivery.build']) {
    for (const cached of ['cold', 'warm']) expect(pointsOf(measured, metric, cached), metric).toHaveLength(2)
  }
  for (const { value } of pointsOf(measured, 'delivery.build')) expect(value).toBeGreaterThanOrEqual(120)
  expect(existsSync(path.join(folder, 'out')), 'the original is left as it was').toBe(false)
})

test('what is delivered is weighed, packed and unpacked, and its heaviest parts are named', async () => {
  const build = command(
    'build',
    `fs.mkdirSync('out/deep/er', { recursive: true }); fs.writeFileSync('out/deep/er/zeros', Buffer.alloc(100_000)); fs.writeFileSync('out/random', require('node:crypto').randomBytes(5000))`,
  )
  const measured = await measure({ build, artefact: 'out', rounds: 1 })
  expect(pointsOf(measured, 'delivery.size', 'unpacked')).toMatchObject([{ value: 105_000 }])
  const packed = pointsOf(measured, 'delivery.size', 'packed')[0]?.value
  expect(packed).toBeGreaterThanOrEqual(5000)
  expect(packed).toBeLessThan(5500)
  const parts = measured.filter(({ metric }) => metric === 'delivery.part')
  expect(parts.map(({ labels }) => labels['part'])).toEqual(['deep', 'random'])
  expect(pointsOf(parts, 'delivery.part')).toMatchObject([{ value: 100_000 }, { value: 5000 }])
  expect(measured.some(({ metric }) => metric === 'delivery.install')).toBe(false)
})

test('a file that is packed already is unpacked to be weighed', async () => {
  const build = command(
    'build',
    `fs.writeFileSync('out.tgz', require('node:zlib').gzipSync(Buffer.alloc(70_000)))`,
  )
  const measured = await measure({ build, artefact: 'out.tgz', rounds: 1 })
  expect(pointsOf(measured, 'delivery.size', 'unpacked')).toMatchObject([{ value: 70_000 }])
  expect(pointsOf(measured, 'delivery.size', 'packed')[0]?.value).toBeLessThan(1000)
})

test('an artefact that is a link weighs what it leads to, and what links lead to elsewhere is weighed once', async () => {
  const made = `fs.mkdirSync('release/deep', { recursive: true }); fs.writeFileSync('release/deep/app', Buffer.alloc(3000))`
  const link = (to: string, at: string): string => `fs.symlinkSync('${to}', '${at}')`
  const top = await measure({
    build: command('build', `if (!fs.existsSync('out')) { ${made}; ${link('release', 'out')} }`),
    artefact: 'out',
    rounds: 1,
  })
  expect(pointsOf(top, 'delivery.size', 'unpacked')).toMatchObject([{ value: 3000 }])
  expect(pointsOf(top, 'delivery.part', 'deep')).toMatchObject([{ value: 3000 }])
  const links = [
    link('deep/app', 'release/same'),
    link('../lib', 'release/lib'),
    link('../lib', 'release/again'),
    link('../release', 'lib/back'),
    link('../lib/deep', 'release/part'),
    link('nowhere', 'release/gone'),
    `fs.symlinkSync(process.execPath, 'release/node')`,
  ]
  const lib = `fs.mkdirSync('lib/deep', { recursive: true }); fs.writeFileSync('lib/deep/one', Buffer.alloc(500))`
  const within = await measure({
    build: command('build', `if (!fs.existsSync('release')) { ${made}; ${lib}; ${links.join('; ')} }`),
    artefact: 'release',
    rounds: 1,
  })
  expect(pointsOf(within, 'delivery.size', 'unpacked')).toMatchObject([{ value: 3500 }])
})

test('what a command leaves behind is ended with it, and is not waited for', async () => {
  const build = command(
    'build',
    `${NOTE}const left = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })
left.once('spawn', () => { note(String(left.pid)); left.unref() }); fs.writeFileSync('out', 'x')`,
  )
  const measured = await measure({ build, artefact: 'out', rounds: 1, timeoutMs: 20_000 })
  for (const { censored } of pointsOf(measured, 'delivery.build')) expect(censored).toBeUndefined()
  expect(pointsOf(measured, 'delivery.build')).toHaveLength(2)
  const pids = readFileSync(log, 'utf8').trim().split('\n').map(Number)
  expect(pids).toHaveLength(2)
  for (const pid of pids) await expect.poll(() => isAlive(pid)).toBe(false)
})

test('a socket that some program has left in the sources is no source', async () => {
  test.skip(process.platform === 'win32', 'Windows has no sockets in folders.')
  const server = createServer().listen(path.join(folder, 'left.sock'))
  await once(server, 'listening')
  const measured = await measure({
    build: command('build', `fs.writeFileSync('out', 'x')`),
    artefact: 'out',
    rounds: 1,
  })
  expect(pointsOf(measured, 'delivery.build')).toHaveLength(2)
  server.close()
})

test('git says what belongs to the copy', async () => {
  writeFileSync(path.join(folder, '.gitignore'), 'secret\nnode_modules\n')
  writeFileSync(path.join(folder, 'secret'), '')
  mkdirSync(path.join(folder, 'node_modules'))
  writeFileSync(path.join(folder, 'node_modules/tool'), 'tool')
  execFileSync('git', ['init', '-q'], { cwd: folder })
  const build = command(
    'build',
    `${NOTE}note(['source.txt', 'secret', 'node_modules/tool'].map(fs.existsSync).join()); fs.writeFileSync('out', 'x')`,
  )
  await measure({ build, artefact: 'out', rounds: 1 })
  await measure({ build, artefact: 'out', rounds: 1, linked: ['node_modules'] })
  expect(
    readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .filter((_, n) => n % 2 === 0),
  ).toEqual(['true,false,false', 'true,false,true'])
})

const FAULTS: [what: string, code: string, artefact: string, sentence: RegExp][] = [
  [
    'a command that fails tells its last line',
    `console.log('all well'); console.error('\\u001B[31mno such module: x\\u001B[0m\\n'); process.exitCode = 3`,
    'out',
    /^"node build\.cjs" failed \(code 3\) in a fresh copy of ".*"; it said last: no such module: x\. Run it there/,
  ],
  [
    "npm's note of its log is no news",
    `console.error('npm error code E404\\nnpm error 404 Not Found\\nnpm error A complete log of this run can be found in: x'); process.exitCode = 1`,
    'out',
    /said last: npm error 404 Not Found\./,
  ],
  [
    'a registry that is not there is told with its remedy',
    `console.error('npm error code ENOTFOUND\\nnpm error network request failed'); process.exitCode = 1`,
    'out',
    /request failed\. The registry can't be reached: try again with a network, or name one that can/,
  ],
  [
    'a build that leaves nothing',
    '',
    'dist',
    /^"node build\.cjs" left no "dist" in the copy of ".*": correct "build\.artefact"\.$/,
  ],
  [
    'a build that leaves an empty folder, as it writes elsewhere,',
    `fs.mkdirSync('dist', { recursive: true }); fs.writeFileSync('elsewhere', 'x')`,
    'dist',
    /^"node build\.cjs" left nothing in "dist" in the copy of ".*": correct "build\.artefact"\.$/,
  ],
  [
    'an archive that is none',
    `fs.writeFileSync('out.tgz', 'text')`,
    'out.tgz',
    /^"node build\.cjs" left "out\.tgz" in the copy of ".*", which can't be weighed \(incorrect header check\)\.$/,
  ],
]

for (const [what, code, artefact, sentence] of FAULTS) {
  test(`${what}, and is no measurement`, async () => {
    const measured = await measure({ build: command('build', code), artefact })
    expect(measured.map(({ metric }) => metric)).toEqual([
      'delivery.build',
      'delivery.build',
      'delivery.size',
      'delivery.size',
    ])
    for (const { data, absence } of measured) {
      expect(data).toEqual({ kind: 'samples', points: [] })
      expect(absence).toMatch(sentence)
    }
  })
}

test('a folder that is not there is told before anything runs', async () => {
  const [first] = await measure({ folder: path.join(folder, 'none'), build: 'exit 1', artefact: 'out' })
  expect(first?.absence).toMatch(/^There is no folder ".*none": correct "build\.folder"\.$/)
})

test('a command that does not end is ended with all that it has begun, and took at least so long', async () => {
  const build = command(
    'build',
    `${NOTE}require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' }).on('spawn', function () { note(String(this.pid)) }); setInterval(() => {}, 1000)`,
  )
  const measured = await measure({ build, artefact: 'out', timeoutMs: 2000 })
  const late = { value: 2000, censored: true }
  expect(pointsOf(measured, 'delivery.build', 'cold')).toMatchObject([late, late])
  const rest = measured.filter(
    ({ metric, labels }) => metric === 'delivery.size' || labels['cache'] === 'warm',
  )
  expect(rest.map(({ metric }) => metric)).toEqual(['delivery.build', 'delivery.size', 'delivery.size'])
  for (const { data, absence } of rest) {
    expect(data).toEqual({ kind: 'samples', points: [] })
    expect(absence).toMatch(
      /^"node build\.cjs" did not end within 2 s in a fresh copy of ".*"\. Look why, or raise "build\.timeoutMs"\.$/,
    )
  }
  const pids = readFileSync(log, 'utf8').trim().split('\n').map(Number)
  expect(pids).toHaveLength(2)
  for (const pid of pids) await expect.poll(() => isAlive(pid)).toBe(false)
})

test('an install that does not end is told as such, and its build is not tried', async () => {
  const install = command('install', 'setInterval(() => {}, 1000)')
  const build = command('build', `${NOTE}note('built')`)
  const measured = await measure({ install, build, artefact: 'out', rounds: 1, timeoutMs: 1500 })
  expect(pointsOf(measured, 'delivery.install', 'cold')).toMatchObject([{ value: 1500, censored: true }])
  const built = measured.find(({ metric }) => metric === 'delivery.build')
  expect(built?.absence).toMatch(/^"node install\.cjs" did not end within 1\.5 s/)
  expect(existsSync(log)).toBe(false)
})

test('measuring takes at most as long as its commands may, round after round', () => {
  const build = { build: 'make', artefact: 'out' }
  expect(longestMs(build)).toBe(3 * 2 * 600_000)
  expect(longestMs({ ...build, install: 'fetch', rounds: 2, timeoutMs: 1000 })).toBe(8000)
})

function isAlive(pid: number): boolean {
  try {
    // One that has ended and is not yet waited for is no process any more.
    return process.platform !== 'linux' || !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}
