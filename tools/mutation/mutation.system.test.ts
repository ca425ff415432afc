import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import type { TestInfo } from '@playwright/test'
import { takeBaseline } from './baseline.ts'
import { summarise } from './summary.ts'
import { checkSurvivors } from './survivors.ts'
import { countSwitches, useSwitches } from './switches.ts'
import { TesterProcess } from './tester-process.ts'
import type { Program } from './tester.ts'
import { Trial } from './trial.ts'

const MUTANTS = [
  'noticed',
  'at-load',
  'at-load-unseen',
  'breaks-loading',
  'unnoticed',
  'not-run',
  'endless',
  'stalls',
  'ends',
  'keeps',
  'by-chance',
  'broken-since',
]

/** A module with mutants in it, as an instrumenter would put them there: `on` switches, `ran` counts. */
const MODULE = `
import { appendFileSync, statSync } from 'node:fs'
import path from 'node:path'

const state = globalThis.mutationSwitches
const numbers = ${JSON.stringify(MUTANTS)}
const on = (name: string): boolean => state.active === numbers.indexOf(name) && state.hit()
const ran = (name: string): void => { state.hits[numbers.indexOf(name)]++ }
const mutable = <T>(id: string, original: T, mutated: T): T => (ran(id), on(id) ? mutated : original)

export const unit: string = mutable('at-load', 'ms', '')
export const note: string = mutable('at-load-unseen', 'ms', '')
export const broken: string = mutable('breaks-loading', () => 'ms', () => { throw new Error('x') })()
export const add = (a: number, b: number): number => (ran('noticed'), on('noticed') ? a - b : a + b)
export const unnoticed = (): number => mutable('unnoticed', 1, 2)
export const notRun = (): number => mutable('not-run', 1, 2)
export function count(to: number): number {
  let at = 0
  while (ran('endless'), on('endless') ? true : at < to) at++
  return at
}
export const stall = (): void => { ran('stalls'); if (on('stalls')) for (;;); }
export const end = (): void => { ran('ends'); if (on('ends')) process.exit(3) }
let kept = 0
export const keep = (): number => (kept += mutable('keeps', 0, 1))

/** The how manieth call this is, over all processes; the first is that of the baseline. */
const call = (name: string): number => {
  const file = path.join(import.meta.dirname, name)
  appendFileSync(file, '.')
  return statSync(file).size
}
export const once = (): boolean => (ran('by-chance'), call('once') === 2)
export const since = (): boolean => (ran('broken-since'), call('since') >= 2)
`

const TESTS = `
import assert from 'node:assert/strict'
import * as m from './module.ts'

test('adds', () => assert.equal(m.add(2, 3), 5))
test('adds later', async () => { await Promise.resolve(); assert.equal(m.add(0, 0), 0) })
test('names its unit', () => assert.equal(m.unit, 'ms'))
test('runs and looks at nothing', () => { m.unnoticed() })
test('counts', () => assert.equal(m.count(10), 10))
test('does not stall', () => m.stall())
test('does not end', () => m.end())
test('keeps nothing', () => assert.equal(m.keep(), 0))
test('fails once, by chance', () => assert(!m.once()))
test('fails ever since, with or without a mutant', () => assert(!m.since()))
`
/** A test file as there are some. */
const AS_EVER = `import { expect, test } from '@playwright/test'${TESTS}`
/** To load Playwright's expect takes longer than all else that a fresh process does. */
const WITHOUT_PLAYWRIGHT = `import { test } from '${new URL('collected-tests.ts', import.meta.url).href}'${TESTS}`

async function writeProgram(testInfo: TestInfo, tests: string): Promise<Program> {
  const root = testInfo.outputPath('program')
  await mkdir(root, { recursive: true })
  await writeFile(path.join(root, 'package.json'), '{ "type": "module" }')
  await writeFile(path.join(root, 'module.ts'), "throw new Error('The instrumented source takes its place.')")
  await writeFile(path.join(root, 'module.test.ts'), tests)
  return { root, sources: { 'module.ts': MODULE }, switchCount: MUTANTS.length, tests: ['module.test.ts'] }
}

// Some thirty fresh processes, and two time-outs of 2 s: that is what it is about.
test('a mutant is killed by a test that fails only with it, and by nothing else', async ({}, testInfo) => {
  const program = await writeProgram(testInfo, WITHOUT_PLAYWRIGHT)
  const baseline = await takeBaseline(program)
  expect([...baseline.tests.keys()].slice(0, 2)).toEqual([
    'module.test.ts › adds',
    'module.test.ts › adds later',
  ])
  const trial = new Trial(program, baseline, 2000)
  const outcomes: Record<string, string> = {}
  for (const [index, name] of MUTANTS.entries()) outcomes[name] = await trial.try(index)
  await trial.stop()
  expect(outcomes).toEqual({
    noticed: 'failed-a-test',
    'at-load': 'failed-a-test',
    'at-load-unseen': 'survived',
    'breaks-loading': 'failed-a-test',
    unnoticed: 'survived',
    'not-run': 'not-run',
    endless: 'endless',
    stalls: 'endless',
    ends: 'endless',
    // What it leaves behind makes the test fail with it off too.
    keeps: 'failed-a-test',
    'by-chance': 'survived',
    'broken-since': 'survived',
  })
})

test('tests that fail without any mutant are an error that names them', async ({}, testInfo) => {
  const failing = `${AS_EVER}\ntest('never holds', () => { expect(1).toBe(2) })`
  await expect(takeBaseline(await writeProgram(testInfo, failing))).rejects.toThrow('never holds')
  const unreadable = `${AS_EVER}\ntest('takes a page', ({ page }) => page)`
  await expect(takeBaseline(await writeProgram(testInfo, unreadable))).rejects.toThrow('takes fixtures')
})

test('an endless loop is ended by the count of its rounds, before its time is up', async ({}, testInfo) => {
  const program = await writeProgram(testInfo, WITHOUT_PLAYWRIGHT)
  const tester = new TesterProcess()
  const mutant = MUTANTS.indexOf('endless')
  await tester.ask({ kind: 'load', program, mutant }, 60_000)
  const order = { kind: 'run', test: 'module.test.ts › counts', mutant, hitLimit: 100 } as const
  const reply = await tester.ask(order, 60_000)
  await tester.stop()
  expect(reply).toEqual({ kind: 'endless' })
})

test("Stryker's calls become comparisons and counts, and what is not known is refused", () => {
  const source = 'a = stryMutAct_9fa48("12") ? 1 : (stryCov_9fa48("12", "13"), 2);'
  expect(useSwitches(source)).toBe(
    'const mutationSwitches = globalThis.mutationSwitches;\n' +
      'a = (mutationSwitches.active === 12 && mutationSwitches.hit()) ? 1 ' +
      ': ((mutationSwitches.hits[12]++, mutationSwitches.hits[13]++), 2);',
  )
  expect(countSwitches([useSwitches(source), ''])).toBe(14)
  expect(useSwitches('export type A = 1;')).toBe('export type A = 1;')
  expect(() => useSwitches('stryOther_9fa48("12")')).toThrow('not known here: stryOther_9fa48("12")')
})

const mutant = {
  id: 7,
  file: 'load/a.ts',
  line: 3,
  within: 'const c = a + b',
  original: 'a + b',
  mutated: 'a - b',
}
const { id: _, line: __, ...code } = mutant
const entry = { ...code, reason: 'b is 0' }

test('a survivor is listed by its code, wherever it stands in the file', () => {
  expect(checkSurvivors([{ ...mutant, line: 99 }], [entry])).toEqual({ unlisted: [], stale: [] })
  const other = { ...mutant, mutated: 'a * b' }
  expect(checkSurvivors([other], [entry])).toEqual({ unlisted: [other], stale: [entry] })
})

test('what is killed at times may be, and may survive', () => {
  const unsteady = { ...entry, sometimesKilled: true } as const
  expect(checkSurvivors([mutant], [unsteady])).toEqual({ unlisted: [], stale: [] })
  expect(checkSurvivors([], [unsteady, entry])).toEqual({ unlisted: [], stale: [entry] })
})

test('an entry lists one survivor: of two alike one is left over', () => {
  expect(checkSurvivors([mutant, mutant], [entry])).toEqual({ unlisted: [mutant], stale: [] })
  expect(checkSurvivors([mutant], [entry, entry])).toEqual({ unlisted: [], stale: [entry] })
})

test('the table counts the killed, those among them that would not end, and the survivors of each file', () => {
  const mutants = [1, 2, 3, 4].map(id => ({ ...mutant, id }))
  const outcomes = new Map([
    [1, 'failed-a-test'],
    [2, 'endless'],
    [3, 'survived'],
    [4, 'not-run'],
  ] as const)
  const text = summarise(mutants, outcomes, { unlisted: mutants.slice(3), stale: [entry] })
  expect(text.split('\n')).toEqual([
    'file        mutants    killed   endless  survived   not run     score',
    'load/a.ts         4         2         1         1         1    50.0 %',
    '',
    'Survivors that survivors.json does not list:',
    'load/a.ts:3  a + b  ->  a - b  (no test runs it)',
    '',
    'Listed in survivors.json, but killed or gone:',
    'load/a.ts: const c = a + b:  a + b  ->  a - b',
  ])
})
