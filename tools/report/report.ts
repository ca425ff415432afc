import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import open from 'open'
import { catalogueOf } from '../../fixtures/catalogue.ts'
import { parseSettings, readEnvironment } from '../../fixtures/settings/settings.ts'
import { PARTS_FILE } from '../../reports/parts/part-line.ts'
import { writeExports } from '../../reports/run-folder.ts'
import { withDeclarations } from '../../reports/stored/declared.ts'
import { readReport } from '../../reports/stored/rejudge.ts'
import { hasBrowser } from './has-browser.ts'
import { command } from '../../reports/command-line/command.ts'
import { readArguments } from '../../reports/command-line/read-arguments.ts'
import { CommandError, runMain } from '../../reports/command-line/run-main.ts'

const USAGE = `Opens a run's page in a browser, or prints its path where there is none: ${command('report', '[--make] [folder]')}

  folder    of the run. Default: perf-results/latest
  --make    makes the page and the exports anew from report.json, which stays as it is

Exit code: 0, or 2 when there is no page and none can be made.`

await runMain(main)

async function main(): Promise<void> {
  const options = { make: { type: 'boolean', default: false } } as const
  const { values, positionals } = readArguments({ options, allowPositionals: true }, USAGE)
  const folder =
    positionals[0] ?? path.join(parseSettings(readEnvironment(), { measures: false }).PERF_RESULTS, 'latest')
  requireRun(folder, positionals[0] === undefined)
  const page = path.resolve(folder, 'index.html')
  const problems = values.make || !existsSync(page) ? make(folder) : []
  for (const problem of problems) process.stderr.write(`${problem}\n`)
  if (!existsSync(page)) {
    process.exitCode = 2
    return
  }
  process.stdout.write(`${page}\n`)
  if (!hasBrowser(process.platform, process.env)) return
  // A browser that does not start costs nothing: the path is printed.
  await open(page).catch((error: Error) => process.stderr.write(`No browser opened it: ${error.message}\n`))
}

/** @returns what went wrong on the way, in sentences @throws RejudgeError when the document can't be read */
function make(folder: string): string[] {
  return writeExports(folder, withDeclarations(readReport(folder), catalogueOf({}).declarations))
}

/** @throws CommandError that says what to do where there is no run, or one that left no report */
function requireRun(folder: string, isDefault: boolean): void {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    const remedy = isDefault
      ? `measure first: ${command('perf')}`
      : 'name the folder of a run, e.g. perf-results/latest'
    throw new CommandError(`There is no folder ${folder}: ${remedy}.`)
  }
  if (['index.html', 'report.json'].some(file => existsSync(path.join(folder, file)))) return
  if (existsSync(path.join(folder, PARTS_FILE))) {
    throw new CommandError(
      `The run in ${folder} ended without a report. Make it of what was measured: ${command('judge', folder)}`,
    )
  }
  throw new CommandError(
    `${folder} has no report.json and no index.html: name the folder of a run, e.g. perf-results/latest.`,
  )
}
