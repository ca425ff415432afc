import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { processStart } from './parts/process-is-there.ts'
import { RunNotice } from './runs-at-once.ts'

let board = ''
test.beforeEach(() => {
  board = mkdtempSync(path.join(tmpdir(), 'board-'))
})
test.afterEach(() => {
  rmSync(board, { recursive: true, force: true })
})

/** Of two processes that are there: this one and the one that started it. */
const post = (id: string, pid = process.pid): RunNotice => RunNotice.post(id, pid, board)

test('a run that is alone notices nothing, and leaves nothing', () => {
  const run = post('one')
  expect(run.earlier).toEqual([])
  expect(run.withdraw()).toEqual([])
  expect(readdirSync(board)).toEqual([])
})

test('of two runs at once each notices the other, whichever ends first', () => {
  const first = post('first')
  const second = post('second', process.ppid)
  expect(second.earlier).toEqual(['first'])
  expect(second.withdraw()).toEqual(['first'])
  expect(first.withdraw()).toEqual(['second'])
})

test('a run after another notices nothing', () => {
  post('first').withdraw()
  const second = post('second', process.ppid)
  expect(second.withdraw()).toEqual([])
})

test('word of a run whose process is gone is removed', () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  writeFileSync(path.join(board, `${pid} killed`), '')
  expect(post('next').withdraw()).toEqual([])
  expect(existsSync(path.join(board, `${pid} killed`))).toBe(false)
})

const DAY_S = 24 * 3600
const left: [name: string, word: (pid: number) => string, agedS: number, isBelieved: boolean][] = [
  ['of its own process', pid => `${pid}.${processStart(pid)} other`, 0, true],
  ['whose id another process was given', pid => `${pid}.1 other`, 0, false],
  ['without a start, of today', pid => `${pid} other`, 0, true],
  ['without a start, of long ago', pid => `${pid} other`, 2 * DAY_S, false],
  ['with no start that is told, of long ago', pid => `${pid}. other`, 2 * DAY_S, false],
  ['that is none', () => 'notes.txt', 0, false],
]

for (const [name, word, agedS, isBelieved] of left) {
  test(`word of a run ${name} is ${isBelieved ? 'believed' : 'removed'}`, () => {
    const file = path.join(board, word(process.ppid))
    writeFileSync(file, '')
    const then = Date.now() / 1000 - agedS
    utimesSync(file, then, then)
    expect(post('next').withdraw()).toEqual(isBelieved ? ['other'] : [])
    expect(existsSync(file)).toBe(isBelieved)
  })
}

test('where no word can be left, nothing is noticed and nothing is thrown', () => {
  const run = RunNotice.post('one', process.pid, path.join(process.execPath, 'board'))
  expect(run.withdraw()).toEqual([])
})
