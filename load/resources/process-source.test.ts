import { execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { ProcessSource } from './process-source.ts'
import type { ProcessUse } from './process-tree.ts'
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

/** Begins what uses 200 ms of CPU time, waits until it has ended, and says so: one after the other as often as it is told to. */
const SHORT_LIVED = `
const { spawnSync } = require('node:child_process')
process.once('disconnect', () => process.exit(0))
if (process.argv[2]) while (process.cpuUsage().user + process.cpuUsage().system < 200e3);
else {
  process.on('message', times => {
    for (let time = 0; time < times; time++) spawnSync(process.execPath, [__filename, 'child'])
    process.send('ended')
  })
  process.send('up')
}
`

test('CPU time of what begins and ends between two readings is counted, once', async ({}, info) => {
  test.skip(process.platform !== 'linux', 'Only Linux tells what has ended.')
  const file = info.outputPath('short-lived.cjs')
  writeFileSync(file, SHORT_LIVED)
  const target = fork(file, [], { execArgv: [] })
  const gone = once(target, 'exit')
  await once(target, 'message')
  let nowMs = 0
  const source = new ProcessSource(() => target.pid ?? 0, undefined, { nowMs: () => nowMs })
  await source.read()
  target.send(3)
  await once(target, 'message')
  nowMs = 2000
  const { cpu = 0 } = await source.read()
  // Of 600 ms some ticks of 10 ms may not be full.
  expect(2000 * cpu).toBeGreaterThan(550)
  nowMs = 4000
  expect(2000 * ((await source.read()).cpu ?? 1)).toBeLessThan(BESIDE_MS)
  target.kill('SIGKILL')
  await gone
})

const HOUR_MS = 3_600_000

/** Readings of a tree, 1 s after each other: of each process its number, when it began, its CPU time and that of what it has waited for. */
type Tree = readonly (readonly [pid: number, began: string | undefined, cpuMs: number, waitedMs: number])[]

/** @returns what a source tells of trees that are read one after the other: busy cores and restarts */
async function readingsOf(
  ...trees: readonly Tree[]
): Promise<[cpu: number | undefined, restarts: number | undefined][]> {
  let second = 0
  const useOf = ([pid, began, cpuMs, waitedMs]: Tree[number]): ProcessUse => ({
    pid,
    began,
    cpuMs,
    waitedMs,
    ageMs: HOUR_MS,
    rssBytes: 1,
    threads: 1,
    descriptors: 1,
    sockets: 0,
  })
  const tree = async () => (trees[second] ?? []).map(useOf) as [ProcessUse, ...ProcessUse[]]
  const source = new ProcessSource(() => 1, ['cpu'], { nowMs: () => 1000 * second }, tree)
  const told: [cpu: number | undefined, restarts: number | undefined][] = []
  for (; second < trees.length; second++) {
    const { cpu, restarts } = await source.read()
    told.push([cpu, restarts])
  }
  return told
}

const cpuOf = async (...trees: readonly Tree[]) => (await readingsOf(...trees)).map(([cpu]) => cpu)

test('what had been counted before it ended is not counted again, whenever it is waited for', async () => {
  const before: Tree = [
    [1, 'a', 500, 100],
    [2, 'b', HOUR_MS, 0],
  ]
  // It used another 200 ms before it ended, and so did one that was never seen.
  expect(await cpuOf(before, [[1, 'a', 600, 100 + HOUR_MS + 200 + 200]])).toEqual([undefined, 0.5])
  // It is gone in the second reading, and its parent has it in the third.
  const waitedLater: Tree[] = [before, [[1, 'a', 600, 100]], [[1, 'a', 700, 100 + HOUR_MS + 200]]]
  expect((await cpuOf(...waitedLater)).map(cpu => cpu?.toFixed(3))).toEqual([undefined, '0.100', '0.300'])
  // Nobody waits for it: what comes later is counted.
  const never: Tree[] = [before, [[1, 'a', 600, 100]], [[1, 'a', 700, 100]], [[1, 'a', 700, 400]]]
  expect((await cpuOf(...never)).map(cpu => cpu?.toFixed(3))).toEqual([undefined, '0.100', '0.100', '0.300'])
})

test('what ended while it could not be read is never more than the machine has', async () => {
  const [, cpu = 0] = await cpuOf([[1, 'a', 500, 0]], [[1, 'a', 500, HOUR_MS]])
  expect(cpu).toBeGreaterThan(0)
  expect(cpu).toBeLessThanOrEqual(cpus().length)
})

test('a process that has the number of one that has ended is another', async () => {
  const worker = (began: string, cpuMs: number): Tree => [
    [1, 'a', 0, 0],
    [2, began, cpuMs, 0],
  ]
  // Both hold as much, so that the first stands for them.
  expect(await readingsOf(worker('b', 100), worker('c', 300))).toEqual([
    [undefined, 0],
    [0, 0],
  ])
  await expect(readingsOf([[1, 'a', 0, 0]], [[1, 'z', 300, 0]])).rejects.toMatchObject({
    name: 'ResourceError',
    message: expect.stringMatching(/^Process 1, .* is gone: /),
  })
  // Where the system does not tell, it is the same.
  const untold = (cpuMs: number): Tree => [[1, undefined, cpuMs, 0]]
  expect(await readingsOf(untold(0), untold(300))).toEqual([
    [undefined, 0],
    [0.3, 0],
  ])
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

test('a process of another user that /proc hides is not told as one that is gone', async () => {
  const run = promisify(execFile)
  const mayMount = await run('unshare', ['--mount', 'mount', '-t', 'proc', 'proc', '/proc']).then(
    () => true,
    () => false,
  )
  test.skip(!mayMount, 'Only root of a whole Linux may mount a /proc that hides what is not of a user.')
  await using subject = await startSubject()
  const source = new URL('process-source.ts', import.meta.url).href
  const script = `const { ProcessSource } = await import(${JSON.stringify(source)})
process.setgid(65_534)
process.setuid(65_534)
await new ProcessSource(() => ${subject.pid}).read().catch(error => console.log(error.message))`
  const hide = 'mount -t proc -o hidepid=2 proc /proc && exec "$@"'
  const { stdout } = await run('unshare', [
    '--mount',
    'sh',
    '-c',
    hide,
    'sh',
    process.execPath,
    '--input-type=module',
    '-e',
    script,
  ])
  expect(stdout).toMatch(
    new RegExp(`^Process ${subject.pid} belongs to another user, and /proc hides it \\(hidepid\\)\\. Run`),
  )
})
