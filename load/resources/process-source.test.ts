import { execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { ProcessSource } from './process-source.ts'
import { startSubject } from './testing/subject.ts'

/** What a process uses besides what it is told to: its ticks are 10 ms long, and it is spoken to. */
const BESIDE_MS = 150

test('CPU is the time that all processes have used, over that of the clock', async () => {
  await using subject = await startSubject()
  let nowMs = 0
  const source = new ProcessSource(() => subject.pid, undefined, { nowMs: () => nowMs })
  expect((await source.read()).cpu).toBeUndefined()
  await subject.follow('burn', 600)
  nowMs = 2000
  const { cpu = 0 } = await source.read()
  expect(2000 * cpu).toBeGreaterThanOrEqual(590)
  expect(2000 * cpu).toBeLessThan(600 + BESIDE_MS)
  nowMs = 3000
  expect(1000 * ((await source.read()).cpu ?? 1)).toBeLessThan(BESIDE_MS)
})

test('memory, files, sockets and threads are those that a process holds', async () => {
  test.skip(process.platform !== 'linux', 'Only Linux tells files and threads.')
  await using subject = await startSubject()
  const source = new ProcessSource(() => subject.pid)
  const changes = async (work: () => Promise<unknown>) => {
    const before = await source.read()
    await work()
    const after = await source.read()
    const change = (figure: 'memory' | 'descriptors' | 'sockets' | 'threads'): number =>
      (after[figure] ?? Number.NaN) - (before[figure] ?? Number.NaN)
    return {
      memory: change('memory'),
      descriptors: change('descriptors'),
      sockets: change('sockets'),
      threads: change('threads'),
    }
  }
  await subject.follow('open', 1)
  const opened = await changes(() => subject.follow('open', 20))
  expect(opened).toMatchObject({ descriptors: 20, sockets: 0 })
  // A listening one, and both ends of each connection.
  expect(await changes(() => subject.follow('connect', 5))).toMatchObject({ descriptors: 11, sockets: 11 })
  expect((await changes(() => subject.follow('threads', 3))).threads).toBe(3)
  const { memory } = await changes(() => subject.follow('hold', 100e6))
  expect(memory).toBeGreaterThan(95e6)
  expect(memory).toBeLessThan(140e6)
})

/** Begins what holds 200 MB, and begins it anew when it has ended; it tells the id of each. */
const SUPERVISOR = `
const { fork } = require('node:child_process')
process.once('disconnect', () => process.exit(0))
if (process.argv[2]) {
  globalThis.held = Buffer.alloc(200e6, 1)
  process.send('up')
} else {
  const begin = () => {
    const child = fork(__filename, ['child'], { execArgv: [] })
    child.once('message', () => process.send(child.pid))
    child.once('exit', begin)
  }
  begin()
}
`

test('what a supervisor starts anew is a restart, as is another process that the run tells of', async ({}, info) => {
  const file = info.outputPath('supervisor.cjs')
  writeFileSync(file, SUPERVISOR)
  const supervisor = fork(file, [], { execArgv: [] })
  const gone = once(supervisor, 'exit')
  const source = new ProcessSource(() => supervisor.pid ?? 0)
  const [first] = (await once(supervisor, 'message')) as [number]
  expect((await source.read()).restarts).toBe(0)
  expect((await source.read()).restarts).toBe(0)
  const begun = once(supervisor, 'message')
  process.kill(first, 'SIGKILL')
  await begun
  expect((await source.read()).restarts).toBe(1)
  expect((await source.read()).restarts).toBe(1)
  supervisor.kill('SIGKILL')
  await gone

  // What a target that the run starts anew has.
  await using one = await startSubject()
  await using other = await startSubject()
  let { pid } = one
  const ofRun = new ProcessSource(() => pid)
  expect((await ofRun.read()).restarts).toBe(0)
  pid = other.pid
  expect((await ofRun.read()).restarts).toBe(1)
})

test('a process that dies is told in a sentence', async () => {
  const subject = await startSubject()
  const source = new ProcessSource(() => subject.pid)
  await source.read()
  await subject[Symbol.asyncDispose]()
  await expect(source.read()).rejects.toMatchObject({
    name: 'ResourceError',
    message: expect.stringMatching(new RegExp(`^Process ${subject.pid}, .* is gone: `)),
  })
})

test('of a process of another user what /proc hides is told, and the rest is read', async () => {
  test.skip(process.platform !== 'linux', 'Only Linux has /proc.')
  await using subject = await startSubject()
  // Who is root sees all: then another user looks at its process; else this user looks at one of root's.
  const isRoot = process.getuid?.() === 0
  const source = new URL('process-source.ts', import.meta.url).href
  const script = `const { ProcessSource } = await import(${JSON.stringify(source)})
console.log(JSON.stringify(await new ProcessSource(() => ${isRoot ? subject.pid : 1}).read()))`
  const as = isRoot ? { uid: 65_534, gid: 65_534 } : {}
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    ...as,
    env: { PATH: process.env['PATH'] },
  })
  expect(JSON.parse(stdout)).toEqual({
    memory: expect.any(Number),
    threads: expect.any(Number),
    restarts: 0,
    untold: {
      descriptors: expect.stringMatching(/^The descriptors of process [\d, ]+ can't be read in \/proc: /),
      sockets: expect.stringMatching(/^The sockets of process [\d, ]+ can't be read in \/proc: /),
    },
  })
})
