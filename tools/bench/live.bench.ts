import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pidusage from 'pidusage'
import { TruthProcess } from '../../load/calibration/truth/truth-process.ts'
import { startLive } from '../../reports/live/start-live.ts'
import { firstMessage, startProcess } from './echo/contender.ts'
import { middle } from './http/in-turns.ts'
import type { ConsoleCost } from './live/console.ts'
import type { RecordedContest, RecordedCost } from './live/recorded-loop.ts'
import { writeRun } from './live/write-run.ts'
import { CLEAR_LINE } from '../../reports/live/clear-line.ts'
import { readArguments } from '../../reports/command-line/read-arguments.ts'

/**
 * What it costs to look at a run: the suite's open loop, whose parts are written as a run writes them, with nobody looking, and with the console's line
 * and the page served and watched, in turns. Exits 1 when they take more of a core from the generator's process, or the line of its own, than they may.
 */
const { values } = readArguments({
  options: {
    rate: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '8' },
    turns: { type: 'string', default: '6' },
  },
})
const turns = Number(values.turns)
const MOST_SHARE = 0.02
const DISCARDED = 1

const results = mkdtempSync(path.join(tmpdir(), 'live-bench-'))
const folder = path.join(results, 'bench')
mkdirSync(folder)
const loop = startProcess('../live/recorded-loop.ts')
const costs: Record<'alone' | 'watched', RecordedCost[]> = { alone: [], watched: [] }
const shares: number[] = []
const lines: ConsoleCost[] = []
let documents = 0
let characters = 0

try {
  await using truth = new TruthProcess()
  const { origin } = await truth.ask('startServer', {})
  const contest: RecordedContest = {
    origin,
    seconds: Number(values.seconds),
    perSecond: Number(values.rate),
    file: writeRun(folder),
  }
  // The first turn compiles the loop's code and the server's, and is no part of the answer.
  for (let turn = 0; turn < turns + DISCARDED; turn++) {
    // Whoever comes first has the other's leftovers to clear away: they change places.
    const order = turn % 2 === 0 ? (['alone', 'watched'] as const) : (['watched', 'alone'] as const)
    for (const name of order) {
      const cost = name === 'alone' ? await measure(contest) : await watched(() => measure(contest))
      if (turn >= DISCARDED) costs[name].push(cost)
      else lines.length = 0
    }
  }
} finally {
  loop.disconnect()
  rmSync(results, { recursive: true })
}

async function measure(contest: RecordedContest): Promise<RecordedCost> {
  loop.send(contest)
  return firstMessage<RecordedCost>(loop)
}

/** Does something while the page is served and somebody looks. */
async function watched<T>(work: () => Promise<T>): Promise<T> {
  let tell: (line: string) => void = () => {}
  const told = new Promise<string>(resolve => (tell = resolve))
  const server = startLive(folder, 0, tell)
  const url = /http:\S+/.exec(await told)?.[0]
  if (url === undefined) throw new Error(await told)
  const watcher = startProcess(`../live/watcher.ts`, url)
  watcher.on('message', size => {
    documents++
    characters = Math.max(characters, Number(size))
  })
  const line = startProcess('../live/console.ts', results)
  await Promise.all([once(watcher, 'message'), costOf(line)])
  const before = await pidusage(server.pid ?? 0)
  const result = await work()
  const after = await pidusage(server.pid ?? 0)
  shares.push((after.ctime - before.ctime) / (after.timestamp - before.timestamp))
  lines.push(await costOf(line))
  line.disconnect()
  watcher.disconnect()
  server.kill()
  await once(server, 'exit')
  return result
}

/** @returns what the line has cost since it was last asked */
async function costOf(line: ChildProcess): Promise<ConsoleCost> {
  line.send('cost')
  return firstMessage<ConsoleCost>(line)
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`
const row = (title: string, ...cells: string[]): string =>
  `${title.padEnd(34)}${cells.map(cell => cell.padStart(14)).join('')}\n`
const { alone, watched: seen } = costs
const extra = middle(seen, ({ cpuShare }, turn) => cpuShare - (alone[turn]?.cpuShare ?? Number.NaN))
const late = (all: readonly RecordedCost[], of: 'p50' | 'p99'): string =>
  `${middle(all, ({ lateness }) => lateness[of]).toFixed(2)} ms`
const own = middle(lines, ({ cpuShare }) => cpuShare)
const last = lines.at(-1)?.line.replace(CLEAR_LINE, '') ?? ''
process.stdout.write(
  [
    row(`${values.rate} requests a second`, 'alone', 'watched'),
    row(
      'CPU of the generator, of a core',
      ...[alone, seen].map(all => percent(middle(all, one => one.cpuShare))),
    ),
    row('lateness p50', late(alone, 'p50'), late(seen, 'p50')),
    row('lateness p99', late(alone, 'p99'), late(seen, 'p99')),
    `Line and page take ${percent(extra)} of a core from the generator (median of ${turns} turns); allowed: ${percent(MOST_SHARE)}.\n`,
    `The line takes ${percent(own)} of a core in the run's main process; allowed: ${percent(MOST_SHARE)}. Its last: ${last}\n`,
    `The page's process, of lower priority, took ${percent(middle(shares, share => share))} of a core for ${documents} documents of up to ${(characters / 1e6).toFixed(2)} MB.\n`,
  ].join(''),
)
process.exitCode = extra <= MOST_SHARE && own <= MOST_SHARE ? 0 : 1
