import { constants, setPriority } from 'node:os'
import path from 'node:path'
import { parseSettings, readEnvironment } from '../../fixtures/settings/settings.ts'
import { LiveRun } from '../../reports/live/live-run.ts'
import { LiveServer } from '../../reports/live/live-server.ts'
import { livePort } from '../../reports/live/start-live.ts'
import { PARTS_FILE } from '../../reports/parts/part-line.ts'
import { runsUnderWay } from '../../reports/parts/unfinished-runs.ts'
import { command } from '../../reports/command-line/command.ts'
import { readArguments } from '../../reports/command-line/read-arguments.ts'
import { CommandError, runMain } from '../../reports/command-line/run-main.ts'

const USAGE = `Serves the page of a run that is under way at an address of this machine: ${command('live', '[folder]')}

  folder    of the run. Default: the last that is under way in the folder of results

It ends when the run has ended. PERF_LIVE chooses the port. Exit code: 0, or 2 when no run is under way.`

await runMain(main)

async function main(): Promise<void> {
  const { positionals } = readArguments({ allowPositionals: true }, USAGE)
  const settings = parseSettings(readEnvironment(), { measures: false })
  const folder = positionals[0] ?? runsUnderWay(settings.PERF_RESULTS).at(-1)
  if (folder === undefined)
    throw new CommandError(`No run is under way in ${settings.PERF_RESULTS}: ${command('perf')}`)
  const run = new LiveRun(folder)
  await run.catchUp()
  requireUnderWay(run)
  // What it costs comes after the run.
  setPriority(constants.priority.PRIORITY_LOW)
  const server = await LiveServer.start(run, livePort({ PERF_LIVE: String(settings.PERF_LIVE) }) ?? 0)
  process.stdout.write(`Live page  ${server.url}\n`)
  await server.ended
}

/** @throws CommandError that says what to do with a run that has ended, or was none */
function requireUnderWay(run: LiveRun): void {
  const { folder } = run
  switch (run.state()) {
    case 'waiting':
      throw new CommandError(
        `${path.join(folder, PARTS_FILE)} is not there, or empty: name the folder of a run.`,
      )
    case 'ended':
      throw new CommandError(`The run in ${folder} has ended. Open its report: ${command('report', folder)}`)
    case 'lost':
      throw new CommandError(
        `The run in ${folder} was ended without a report. Make it of what was measured: ${command('judge', folder)}`,
      )
    case 'under-way':
  }
}
