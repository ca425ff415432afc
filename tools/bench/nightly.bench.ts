import { cpSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readArguments } from '../../reports/command-line/read-arguments.ts'
import { checkOut, nightly, pinBaseline, startStaging, writeStaging } from '../system/nights.ts'

/** What both endpoints take, and how much longer one of them takes in a slower night, ms. */
const ANSWERS_MS = 20
const SLOWER_MS = 50

/** Nights before, which are pinned as the baseline. */
const BEFORE = 3

/** What a message says of a figure that got worse. */
const WORSE = /^- (?:worse|got worse|odd).*/gim

const { values } = readArguments({ options: { of: { type: 'string', default: '5' } } })
const of = Number(values.of)
if (!Number.isInteger(of) || of < 1) {
  process.stderr.write(`--of ${values.of}: write a whole number of nights, from 1.\n`)
  process.exit(2)
}
const folder = mkdtempSync(path.join(tmpdir(), 'fleetmark-nightly-'))
const checkout = checkOut(path.join(folder, 'checkout'))
const results = path.join(checkout, 'perf-results')
await using staging = await startStaging(ANSWERS_MS)
const lines = writeStaging(path.join(folder, 'staging.mts'), staging, {})
process.stdout.write(
  `${BEFORE} nights of two shards are the baseline; then ${of} nights of which nothing changed, and as many in which one of two endpoints takes ${SLOWER_MS} ms more than ${ANSWERS_MS} ms.\n`,
)
for (let turn = 1; turn <= BEFORE; turn++) await night()
const runs = readdirSync(results).filter(name => /^\d{8}T/.test(name))
await pinBaseline(checkout, 'main', runs)
const kept = path.join(folder, 'kept')
cpSync(results, kept, { recursive: true })

let wrong = 0
for (let turn = 1; turn <= of; turn++) {
  tell(turn, 'unchanged', await night('PERF_BASELINE=main\n'), worse => worse.length === 0)
  staging.answersMs.list = ANSWERS_MS + SLOWER_MS
  tell(turn, 'slower', await night('PERF_BASELINE=main\n'), worse =>
    worse.some(line => line.includes('api.latency') && line.includes('list')),
  )
  staging.answersMs.list = ANSWERS_MS
  // Each turn has the same nights before it: those that were made slower would be part of the next one's noise.
  rmSync(results, { recursive: true })
  cpSync(kept, results, { recursive: true })
}
process.stdout.write(`\n${2 * of - wrong} of ${2 * of} nights were told rightly.\nAll runs: ${folder}\n`)
process.exitCode = wrong === 0 ? 0 : 1

/** Measures two shards, merges them, and tells a chat. @returns what it was told, and how long that took, s */
async function night(more = ''): Promise<{ message: string; seconds: number }> {
  const startMs = performance.now()
  const env = { STAGING_ENV: `${lines}PERF_API_RATE=50\n${more}`, PERF_WEBHOOK: `${staging.origin}/hook` }
  rmSync(path.join(checkout, 'blob-report'), { recursive: true, force: true })
  // As on machines of a CI: who merges has the nights before, and nothing of what the shards left beside their blobs.
  const before = path.join(folder, 'before')
  if (existsSync(results)) cpSync(results, before, { recursive: true })
  for (const shard of ['1/2', '2/2']) await nightly(checkout, ['measure', shard], env)
  rmSync(results, { recursive: true, force: true })
  if (existsSync(before)) renameSync(before, results)
  const { output } = await nightly(checkout, ['report', 'blob-report'], env)
  const message = staging.told.pop()
  if (message === undefined) throw new Error(`The night told nobody of itself: ${output.slice(-1000)}`)
  return { message, seconds: (performance.now() - startMs) / 1000 }
}

function tell(
  turn: number,
  kind: string,
  { message, seconds }: Awaited<ReturnType<typeof night>>,
  isRight: (worse: readonly string[]) => boolean,
): void {
  const worse = message.match(WORSE) ?? []
  const right = isRight(worse)
  if (!right) wrong++
  const told = worse.length === 0 ? 'nothing got worse' : worse.map(line => line.slice(2)).join('; ')
  process.stdout.write(
    `${String(turn).padStart(3)} ${kind.padEnd(10)} ${right ? 'right' : 'WRONG'}  ${seconds.toFixed(0)} s  ${told}\n`,
  )
}
