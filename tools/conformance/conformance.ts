import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseSettings, readEnvironment } from '../../fixtures/settings/settings.ts'
import { askAll, askEngine } from './ask.ts'
import { COLUMNS } from './case.ts'
import type { Case, Column } from './case.ts'
import { CASES } from './cases/all.ts'
import { BrowserJudge } from './columns/browser.ts'
import { DEVIATIONS } from './deviations.ts'
import { judgeCells } from './judge.ts'
import type { Answers } from './judge.ts'
import { writeTable } from './table.ts'
import { readArguments } from '../../reports/command-line/read-arguments.ts'
import { runMain } from '../../reports/command-line/run-main.ts'

const USAGE = `Asks the engines and a real Chromium what becomes of every form of answer, and writes docs/conformance.md: npm run conformance -- [--only TEXT]

  --only   the cases whose group or name contains it, to the console alone

Exit code: 0 when every cell is what it is to be, else 1; 2 when it could not begin.`

/** Those that wait for most of their time: they are asked beside the others, which are asked one after the other, so that they cost each other nothing. */
const WAITING: readonly Column[] = ['viewers', 'browser']

const FILE = path.join(import.meta.dirname, '../../docs/conformance.md')

await runMain(main)

async function main(): Promise<void> {
  const { values } = readArguments({ options: { only: { type: 'string' } } }, USAGE)
  const { only } = values
  const cases = CASES.filter(({ group, name }) => only === undefined || `${group}: ${name}`.includes(only))
  const answers = await askColumns(cases)
  const cells = judgeCells(
    cases,
    answers,
    only === undefined ? DEVIATIONS : DEVIATIONS.filter(({ of }) => of.includes(only)),
  )
  for (const sentence of cells.wrong) process.stdout.write(`${sentence}\n`)
  process.stdout.write(
    `${cases.length} cases, ${cells.asked} cells, ${cells.wrong.length} not as expected.\n`,
  )
  process.exitCode = cells.wrong.length === 0 ? 0 : 1
  if (only !== undefined) return
  const table = writeTable(cases, answers, DEVIATIONS)
  const isNew = readFileSync(FILE, { encoding: 'utf8', flag: 'a+' }) !== table
  if (isNew) writeFileSync(FILE, table)
  process.stdout.write(`docs/conformance.md is ${isNew ? 'written anew' : 'as it was'}.\n`)
}

async function askColumns(cases: readonly Case[]): Promise<Answers> {
  const { PERF_CHROMIUM } = parseSettings(readEnvironment())
  await using browser = await BrowserJudge.launch(PERF_CHROMIUM)
  const said = (column: Column): Promise<Map<Case, string>> =>
    askAll(column, cases, one => (column === 'browser' ? browser.ask(one) : askEngine(column, one)))
  const waiting = new Map(WAITING.map(column => [column, said(column)]))
  const answers = new Map<Column, Map<Case, string>>()
  for (const column of COLUMNS) answers.set(column, await (waiting.get(column) ?? said(column)))
  return answers
}
