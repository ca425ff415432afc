import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { PairedRow } from '../../reports/paired-comparison.ts'
import { runSuite } from '../system/run-suite.ts'
import { readArguments } from '../../reports/command-line/read-arguments.ts'

/** The endpoint that B answers slower: 20 ms of both builds, and what the platform itself takes, are 22.9 ms; 10 % of it more. */
const SLOWER = { path: '/api/agents', name: 'GET /api/agents', ms: 20, moreMs: 2.3 }

/** One comparison in a hundred of equal builds may call a figure slower or faster: two of ten do by chance in four of a thousand. */
const FALSE_ALARMS_AT_MOST = 1
/** What is 10 % slower may be missed by one comparison in ten. */
const MISSED_AT_MOST = 0.1

const delayed = (ms: number): string => JSON.stringify([{ kind: 'delay', path: SLOWER.path, ms }])

const kinds = {
  equal: {},
  slower: { PERF_FAULTS: delayed(SLOWER.ms), PERF_COMPARE_FAULTS: delayed(SLOWER.ms + SLOWER.moreMs) },
} as const

// A run under way is a process group of its own, ended on exit: an interrupt would end this process alone.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const { values } = readArguments({ options: { of: { type: 'string', default: '10' } } })
const of = Number(values.of)
if (!Number.isInteger(of) || of < 1) {
  process.stderr.write(`--of ${values.of}: write a whole number of comparisons, from 1.\n`)
  process.exit(2)
}
const folder = mkdtempSync(path.join(tmpdir(), 'fleetmark-compare-'))
let alarms = 0
let missed = 0
process.stdout.write(
  `${of} comparisons of the reference platform with itself, and ${of} with one that is 10 % slower at ${SLOWER.name}.\n`,
)
for (let turn = 1; turn <= of; turn++) {
  const equal = changed(await compare('equal', turn))
  if (equal.length > 0) alarms++
  tell(turn, 'equal', equal.length === 0, equal.map(changeOf).join(', ') || 'nothing is slower or faster')
  const rows = await compare('slower', turn)
  const slow = rows.filter(row => isOfSlower(row) && row.verdict === 'REGRESSED')
  if (slow.length === 0) missed++
  const others = changed(rows).filter(row => !isOfSlower(row))
  const found = slow.map(changeOf).join(', ') || `missed: ${rows.filter(isOfSlower).map(changeOf).join(', ')}`
  tell(
    turn,
    '10 % slower',
    slow.length > 0,
    [found, ...others.map(row => `besides: ${changeOf(row)}`)].join(', '),
  )
}
process.stdout.write(
  `\nOf ${of} comparisons of equal builds ${alarms} called a figure slower or faster; of ${of} with 10 % more, ${of - missed} found it.\nAll runs: ${folder}\n`,
)
process.exitCode = alarms > FALSE_ALARMS_AT_MOST || missed > of * MISSED_AT_MOST ? 1 : 0

/** @returns what a run of the project `compare` says of each figure @throws when it left no comparison */
async function compare(kind: keyof typeof kinds, turn: number): Promise<readonly PairedRow[]> {
  const own = path.join(folder, `${kind}-${turn}`)
  mkdirSync(own)
  const settings = {
    PERF_AGENTS: '',
    PERF_USERS: '',
    PERF_TARGET: 'reference',
    PERF_COMPARE_URL: 'embedded',
    ...kinds[kind],
  }
  const { report, output } = await runSuite(own, [], settings, 'compare')
  if (!report?.pairs) throw new Error(`The run ${own} compared nothing: ${output.trim().slice(-1000)}`)
  return report.pairs.rows
}

function changed(rows: readonly PairedRow[]): PairedRow[] {
  return rows.filter(({ verdict }) => verdict === 'REGRESSED' || verdict === 'IMPROVED')
}

/** Whether it is one of the endpoint's own figures. */
function isOfSlower({ name }: PairedRow): boolean {
  return name.startsWith(`${SLOWER.name} `)
}

function changeOf({ name, change }: PairedRow): string {
  const percent = (share = NaN): string => `${(share * 100).toFixed(1)} %`
  return `${name} ${percent(change?.estimate)} (${percent(change?.low)} to ${percent(change?.high)})`
}

function tell(turn: number, kind: string, isRight: boolean, text: string): void {
  process.stdout.write(
    `${String(turn).padStart(3)} ${kind.padEnd(12)} ${isRight ? 'right' : 'WRONG'}  ${text}\n`,
  )
}
