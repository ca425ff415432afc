import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import { OtherPrograms, readProcess, readProcessors } from './other-programs.ts'
import type { ProcFiles } from './other-programs.ts'

/** The process that has begun the run. */
const ROOT = 100

/** Processors of two cores, in ticks: idle, taken by other machines, and in use of which all processes are. */
interface Moment {
  idle: number
  stolen?: number
  used: number
  /** Of each process: who began it, its time in ticks, and when it began. */
  processes?: Record<number, [parent: number, used: number, began?: number]>
}

/** A machine whose files tell one moment after another. */
class FakeMachine implements ProcFiles {
  #now: Moment
  lists = 0
  constructor(now: Moment) {
    this.#now = now
  }
  become(now: Moment): void {
    this.#now = now
  }
  list(): string[] {
    this.lists += 1
    return ['self', 'meminfo', ...Object.keys(this.#now.processes ?? {}), '999']
  }
  read(name: string): string {
    const { idle, stolen = 0, used, processes = {} } = this.#now
    if (name === 'stat') return `cpu  ${used} 0 0 ${idle} 0 0 0 ${stolen} 0 0\ncpu0 1 2 3\n`
    const one = processes[Number.parseInt(name, 10)]
    if (!one) throw new Error('ENOENT: it has ended')
    const [parent, ticks, began = 7] = one
    return `${Number.parseInt(name, 10)} (a (b) c) S ${parent} 1 1 0 -1 4194560 1 2 3 4 ${ticks} 0 5 6 20 0 1 0 ${began} 8 9`
  }
}

/** Two cores have 200 ticks a second. */
function watch(...moments: Moment[]): { doubt: unknown; lists: number } {
  const machine = new FakeMachine(moments[0]!)
  const others = new OtherPrograms(ROOT, machine)
  for (const [second, moment] of moments.entries()) {
    machine.become(moment)
    others.look(second * 1000)
  }
  return { doubt: others.doubtSince(0), lists: machine.lists }
}

/** Three looks at a machine of which nothing is idle, a second apart; what each process uses from the second to the third. */
const full = (
  second: NonNullable<Moment['processes']>,
  third: NonNullable<Moment['processes']>,
  stolen = 0,
): Moment[] => [
  { idle: 0, used: 0 },
  { idle: 0, used: 200, processes: { [ROOT]: [1, 50], ...second } },
  { idle: 0, used: 400 - stolen, stolen, processes: { [ROOT]: [1, 50], ...third } },
]

test('what other programs take while no processor is idle is told, as a share of all processors', () => {
  const { doubt } = watch(...full({ 300: [1, 1000], 301: [300, 10] }, { 300: [1, 1090], 301: [300, 40] }))
  expect(doubt).toEqual({ kind: 'machine-busy', share: 0.6, seconds: [[1000, 0.6]] })
})

const nothing: [what: string, second: Moment['processes'], third: Moment['processes']][] = [
  ['what the run has begun', { 200: [ROOT, 5], 201: [200, 5] }, { 200: [ROOT, 90], 201: [200, 105] }],
  [
    'what the run has begun and has lost its parent since',
    { 200: [ROOT, 5], 201: [200, 5] },
    { 201: [1, 195] },
  ],
  ["the kernel's own work", { 2: [0, 5], 50: [2, 5] }, { 2: [0, 80], 50: [2, 105] }],
  ['a process that has begun since, as some have ended', {}, { 300: [1, 150] }],
  ['another process with the number of one that has ended', { 300: [1, 10, 7] }, { 300: [1, 190, 8] }],
  ['what runs on any machine, less than a quarter,', { 300: [1, 10] }, { 300: [1, 59] }],
]
for (const [what, second, third] of nothing) {
  test(`${what} is not what other programs take`, () => {
    expect(watch(...full(second!, third!)).doubt).toBe(undefined)
  })
}

test('what a hypervisor gives to others is told', () => {
  const { doubt } = watch(...full({}, {}, 50))
  expect(doubt).toEqual({ kind: 'machine-busy', share: 0.25, seconds: [[1000, 0.25]] })
})

test('others that leave a tenth of the processors idle take nothing from the target, and nobody looks at them', () => {
  const others = (used: number): NonNullable<Moment['processes']> => ({ [ROOT]: [1, 0], 300: [1, used] })
  const seen = watch(
    { idle: 0, used: 0, processes: others(0) },
    { idle: 20, used: 180, processes: others(180) },
    { idle: 40, used: 360, processes: others(360) },
  )
  expect(seen).toEqual({ doubt: undefined, lists: 0 })
})

test('times of different runs on a busy machine are told apart', () => {
  const machine = new FakeMachine({ idle: 0, used: 0 })
  const others = new OtherPrograms(ROOT, machine)
  for (let second = 0; second < 5; second++) {
    machine.become({ idle: 0, used: 200 * second, processes: { 300: [1, 20 * second ** 2] } })
    others.look(second * 1000)
  }
  expect(others.doubtSince(2500)).toEqual({
    kind: 'machine-busy',
    share: 0.7,
    seconds: [
      [2000, 0.5],
      [3000, 0.7],
    ],
  })
  expect(others.doubtSince(4000)).toBe(undefined)
})

test('a look that comes late is of all the seconds since the one before', () => {
  const machine = new FakeMachine({ idle: 0, used: 0 })
  const others = new OtherPrograms(ROOT, machine)
  for (const [second, used] of [
    [0, 0],
    [1, 200],
    [4, 800],
  ] as const) {
    machine.become({ idle: 0, used, processes: { 300: [1, used / 2] } })
    others.look(second * 1000)
  }
  expect(others.doubtSince(0)).toMatchObject({ seconds: [1000, 2000, 3000].map(ms => [ms, 0.5]) })
})

test('a machine that hides what runs on it is watched in vain', () => {
  const others = new OtherPrograms(ROOT, {
    list: () => [],
    read: () => {
      throw new Error('EACCES')
    },
  })
  others.look(0)
  others.look(1000)
  others.look(2000)
  expect(others.doubtSince(0)).toBe(undefined)
})

test('lines of Linux are read: waiting for a disk is idle, and a name may be anything', () => {
  expect(readProcessors('cpu  10 20 30 400 50 6 7 8 9 10\ncpu0 1')).toEqual({
    total: 531,
    idle: 450,
    stolen: 8,
  })
  expect(readProcess('42 (x) R 1 (y) z) S 7 0 0 0 0 0 0 0 0 0 30 12 5 2 0 0 0 0 4711 0')).toEqual({
    parent: 7,
    began: '4711',
    used: 42,
    waited: 7,
  })
  expect(readProcess('')).toBe(undefined)
  expect(readProcess('42 (x) S 7')).toBe(undefined)
})

/** A program that ends with whoever began it. */
const program = (work: string) =>
  spawn(process.execPath, ['-e', `process.stdin.on('end', () => process.exit()).resume(); ${work}`])

const BURN =
  '(function burn() { for (const from = Date.now(); Date.now() < from + 50; ); setImmediate(burn) })()'

test('programs that are really there are seen', async () => {
  test.skip(process.platform !== 'linux', 'Only Linux tells in files what runs.')
  const run = program('')
  const others = new OtherPrograms(run.pid!)
  const busy = Array.from({ length: availableParallelism() }, () => program(BURN))
  try {
    const startMs = systemClock.nowMs()
    others.start()
    await expect.poll(() => others.doubtSince(startMs)).toMatchObject({ kind: 'machine-busy' })
  } finally {
    others.stop()
    for (const one of [run, ...busy]) {
      one.kill('SIGKILL')
      await once(one, 'exit')
    }
  }
})
