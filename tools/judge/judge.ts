import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { catalogueOf } from '../../fixtures/catalogue.ts'
import { parseSettings, readEnvironment } from '../../fixtures/settings/settings.ts'
import { quickSlos } from '../../fixtures/slos/quick.ts'
import { resolveSlos, slos } from '../../fixtures/slos/slos.ts'
import { loadTarget } from '../../fixtures/targets/load-target.ts'
import { withAdvice } from '../../reports/advice/advise.ts'
import { holdToBaseline } from '../../reports/compare/hold-to-baseline.ts'
import { withPairs } from '../../reports/compare/pairs/with-pairs.ts'
import { withDeclarations } from '../../reports/stored/declared.ts'
import { writeConsole } from '../../reports/export/console.ts'
import type { Slo } from '../../reports/judge/slo.ts'
import { PARTS_FILE } from '../../reports/parts/part-line.ts'
import { recoverRun } from '../../reports/parts/recover-run.ts'
import { readReport, rejudge } from '../../reports/stored/rejudge.ts'
import { besideEarlierRuns } from '../../reports/beside-earlier-runs.ts'
import { fillFolder, writeExports } from '../../reports/run-folder.ts'
import type { RunReport } from '../../reports/run-report.ts'
import { command } from '../../reports/command-line/command.ts'
import { readArguments } from '../../reports/command-line/read-arguments.ts'
import { CommandError, runMain } from '../../reports/command-line/run-main.ts'

const USAGE = `Judges a run again from its report.json and makes its page anew, or makes the report of a run that ended without one: ${command('judge', '[--current] [folder]')}

  folder      of the run. Default: perf-results/latest
  --current   by today's SLOs and those of the target that PERF_TARGET names, not by those of the run;
              nothing is written

Exit code: 0 when every required SLO passes, else 1; 2 when a judgement differs from the run's.`

await runMain(main)

async function main(): Promise<void> {
  const options = { current: { type: 'boolean', default: false } } as const
  const { values, positionals } = readArguments({ options, allowPositionals: true }, USAGE)
  const folder =
    positionals[0] ?? path.join(parseSettings(readEnvironment(), { measures: false }).PERF_RESULTS, 'latest')
  const read = existsSync(path.join(folder, 'report.json')) ? readReport(folder) : await makeReport(folder)
  const report = withDeclarations(read, catalogueOf({}).declarations)
  const now = values.current ? await currentSlos(report) : slos
  const asked = new Set(report.slos.map(({ id }) => id))
  const { report: again, changed } = rejudge(
    report,
    values.current ? now.filter(({ id }) => asked.has(id)) : report.slos,
  )
  const judged = withAdvice(holdToBaseline(withPairs(again)))
  process.stdout.write(writeConsole(judged, { report: path.join(folder, 'index.html') }))
  const count = judged.judgements.length
  process.stdout.write(
    changed.length === 0
      ? `${count === 1 ? 'The judgement equals that' : `All ${count} judgements equal those`} of the run, byte for byte but for sentences.\n`
      : `${changed.length} of ${count} judgements differ from those of the run: ${changed.join(', ')}.\n`,
  )
  // The page equals its document: one that is judged otherwise today stays as it is.
  if (!values.current && changed.length === 0) makePage(folder, judged)
  if (!values.current && haveChanged(report)) {
    process.stdout.write('The SLOs have changed since the run: --current judges by the SLOs of today.\n')
  }
  process.exitCode = changed.length > 0 && !values.current ? 2 : judged.run.ok ? 0 : 1
}

/** Makes the report of what a run left. @throws RejudgeError when it left nothing that can be judged */
async function makeReport(folder: string): Promise<RunReport> {
  // Its error names the file that is asked for.
  if (!existsSync(path.join(folder, PARTS_FILE))) return readReport(folder)
  const { report: recovered, kept, problems: missing } = await recoverRun(folder)
  const { report, problems } = inHistory(folder, recovered)
  process.stdout.write(
    `The run ended without a report: it is made of what was measured until ${report.run.endedAt}.\n`,
  )
  for (const problem of [...missing, ...problems, ...fillFolder(folder, report, kept)])
    process.stderr.write(`${problem}\n`)
  return report
}

/** Where the folder is one of a results folder, by its name, the run is held against the earlier ones there, and stands among them. */
function inHistory(folder: string, report: RunReport): ReturnType<typeof besideEarlierRuns> {
  const place = realpathSync(folder)
  if (path.basename(place) !== report.run.id) return { report, problems: [] }
  const beside = besideEarlierRuns(report, path.dirname(place))
  return { ...beside, report: withAdvice(beside.report) }
}

/** A folder that can't be written to was judged all the same. */
function makePage(folder: string, report: RunReport): void {
  try {
    for (const problem of writeExports(folder, report)) process.stderr.write(`${problem}\n`)
  } catch (error) {
    process.stderr.write(`The page could not be made anew (${(error as Error).message}).\n`)
  }
}

/**
 * Today's SLOs, with the rules of the target that this environment names. The one that a run names is not loaded: its document may come from
 * elsewhere, and a target's file is code.
 *
 * @throws CommandError when that is another target
 */
async function currentSlos({ target: measured }: RunReport): Promise<Slo[]> {
  const env = readEnvironment()
  const settings = parseSettings(env)
  const { target } = await loadTarget({ settings, env })
  if (target.name !== measured.name)
    throw new CommandError(
      `The run is of "${measured.name}", and PERF_TARGET names "${target.name}": set it to the file of the run's target, as the SLOs of another one are other ones.`,
    )
  return resolveSlos(target, settings.PERF_QUICK === '1').slos
}

/** Whether an SLO of the suite is not what it was in the run. What the run's target set itself is not looked at. */
function haveChanged({ slos: then, target, run }: RunReport): boolean {
  const own = new Set(target.overrides.map(override => override.split(' ', 1)[0]))
  const now = run.settings['PERF_QUICK'] === '1' ? quickSlos(slos, {}) : slos
  const today = new Map(now.map(slo => [slo.id, JSON.stringify(slo)]))
  return then.some(slo => !own.has(slo.id) && today.get(slo.id) !== JSON.stringify(slo))
}
