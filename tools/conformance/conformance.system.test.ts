import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { askAll, askEngine } from './ask.ts'
import type { Engine } from './ask.ts'
import { COLUMNS } from './case.ts'
import { CASES } from './cases/all.ts'
import { DEVIATIONS } from './deviations.ts'
import { judgeCells, nameOf } from './judge.ts'

const ENGINES = COLUMNS.filter((column): column is Engine => column !== 'browser')

for (const engine of ENGINES) {
  test(`what ${engine} says of every case is right, but for known deviations`, async () => {
    // What is known to be otherwise may be mended: `npm run conformance` then asks for the list to be shorter.
    const known = new Set(DEVIATIONS.filter(({ column }) => column === engine).map(({ of }) => of))
    const cases = CASES.filter(one => !known.has(nameOf(one)))
    const said = await askAll(engine, cases, one => askEngine(engine, one))
    expect(judgeCells(cases, new Map([[engine, said]]), []).wrong).toEqual([])
  })
}

test('cases have names of their own, and each is in the table of docs/', () => {
  const names = CASES.map(nameOf)
  expect(new Set(names).size).toBe(names.length)
  const table = readFileSync(path.join(import.meta.dirname, '../../docs/conformance.md'), 'utf8')
  const rows = new Set(table.split('\n').map(line => line.split(' | ')[0]?.replace('| ', '').trim()))
  expect(CASES.map(({ name }) => name).filter(name => !rows.has(name))).toEqual([])
})
