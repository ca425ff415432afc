import { expect, test } from '@playwright/test'
import { serverTimingMs } from './server-timing.ts'

/** What a line says of "db". Chromium 142 says the same of all that have a number, but of the last three. */
const LINES: [line: string, ms: number | undefined][] = [
  ['db;dur=53', 53],
  ['cache;desc="hit, warm", db;dur=53, skill;desc=count', 53],
  ['db;desc="a\\", db;dur=9, y";dur=7', 7],
  ['x;desc="db;dur=1, db;dur=2", db;dur=3', 3],
  ['x;desc="\\\\", db;dur=4', 4],
  ['db;DUR="2.5"', 2.5],
  ['db ;\tdur = 4', 4],
  ['db;dur=" 5"', 5],
  ['db;dur="\\6"', 6],
  ['db;dur=+6', 6],
  ['db;dur=1e3', 1000],
  ['db;dur=.5', 0.5],
  ['db;dur=1.', 1],
  ['db;dur=0', 0],
  ['db;dur=1;dur=2', 1],
  ['db;dur=slow;dur=2', undefined],
  ['db;desc;dur=3', 3],
  ['db;desc=a=b;dur=3', 3],
  ['db;dur=5 ms, x;dur=1', 5],
  ['db;dur="4"x', 4],
  ['a b;dur=3, db;dur=4', 4],
  ['db', undefined],
  ['db;dur', undefined],
  ['db;dur=', undefined],
  ['db;dur=""', undefined],
  ['db;dur=slow', undefined],
  ['db;dur=12ms', undefined],
  ['db;dur=1.5.2', undefined],
  ['db;dur=0x10', undefined],
  ['db;dur=Infinity', undefined],
  ['db;dur=1e999', undefined],
  ["db;dur='4'", undefined],
  ['db;desc="open, db;dur=3', undefined],
  ['DB;dur=1', undefined],
  ['database;dur=1, xdb;dur=2', undefined],
  ['', undefined],
  // The browser has an entry of 0 and one of 8, and none after an empty element, which a recipient has to pass over (RFC 9110, section 5.6.1.2).
  ['db, db;dur=8, db;dur=9', 8],
  [',, db;dur=4', 4],
  ['db;dur=-5', undefined],
]

for (const [line, ms] of LINES) {
  test(`Server-Timing "${line}" says ${ms ?? 'nothing'}`, () => {
    expect(serverTimingMs({ headers: { 'server-timing': line } }, 'db')).toBe(ms)
  })
}

test('a line in the trailers counts where the head says nothing of it', () => {
  const trailers = { 'server-timing': 'db;dur=2' }
  expect(serverTimingMs({ headers: {}, trailers }, 'db')).toBe(2)
  expect(serverTimingMs({ headers: { 'server-timing': 'db, x;dur=9' }, trailers }, 'db')).toBe(2)
  expect(serverTimingMs({ headers: { 'server-timing': 'db;dur=1' }, trailers }, 'db')).toBe(1)
  expect(serverTimingMs({ headers: {} }, 'db')).toBeUndefined()
})
