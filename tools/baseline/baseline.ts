import path from 'node:path'
import { parseSettings, readEnvironment } from '../../fixtures/settings/settings.ts'
import { baselineRunOf, conditionsOf, differencesOf } from '../../reports/compare/baseline.ts'
import type { Baseline } from '../../reports/compare/baseline.ts'
import {
  BaselineError,
  dropBaseline,
  listBaselines,
  readBaseline,
  saveBaseline,
} from '../../reports/compare/baseline-files.ts'
import { formatCount, formatValue } from '../../reports/format.ts'
import { readReport } from '../../reports/stored/rejudge.ts'
import { command } from '../../reports/command-line/command.ts'
import { readArguments } from '../../reports/command-line/read-arguments.ts'
import { runMain } from '../../reports/command-line/run-main.ts'

const USAGE = `Keeps runs to compare later ones with: ${command('baseline', 'save NAME [RUN...] | list | show NAME | drop NAME')}

  save NAME [RUN...]   keeps the figures of these runs under a name. Default: the last run. From 3 runs on a
                       change can be told from noise; 5 and more tell small ones
  list                 names what is kept
  show NAME            tells of each run its figures
  drop NAME            removes it

A RUN is the id of a run in PERF_RESULTS, or its folder. A later run is compared with PERF_BASELINE=NAME, or with the newest baseline of
the same target, machine and settings.

Exit code: 0, or 2 when it can't be done.`

const results = (): string => parseSettings(readEnvironment(), { measures: false }).PERF_RESULTS

await runMain(() => void process.stdout.write(told()))

function told(): string {
  const { positionals } = readArguments({ allowPositionals: true }, USAGE)
  const [verb, name, ...runs] = positionals
  if (verb === undefined) return `${USAGE}\n`
  if (verb === 'list') return list()
  const verbs: Record<string, (name: string) => string> = { save: one => save(one, runs), show, drop }
  const act = verbs[verb]
  if (!act || name === undefined)
    throw new BaselineError(`"${positionals.join(' ')}" is not understood.\n\n${USAGE}`)
  return act(name)
}

function save(name: string, runs: readonly string[]): string {
  const folder = results()
  const reports = (runs.length > 0 ? runs : ['latest']).map(run =>
    readReport(run.includes('/') || run.includes(path.sep) ? run : path.join(folder, run)),
  )
  const [first] = reports
  if (!first) throw new BaselineError('There is no run to save.')
  const ids = reports.map(({ run }) => run.id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) throw new BaselineError(`Run ${twice} is named twice: it counts once.`)
  const conditions = conditionsOf(first)
  for (const report of reports) {
    if (report.run.status === 'interrupted')
      throw new BaselineError(
        `Run ${report.run.id} was interrupted: its figures are of a part of it. Save a run that came to its end.`,
      )
    const [difference] = differencesOf(conditions, conditionsOf(report))
    if (difference !== undefined) {
      throw new BaselineError(
        `Run ${report.run.id} is unlike run ${first.run.id}: ${difference} A baseline is made of runs of one kind.`,
      )
    }
  }
  const baseline: Baseline = {
    schemaVersion: 1,
    name,
    savedAt: new Date().toISOString(),
    conditions,
    runs: reports.map(baselineRunOf),
  }
  const file = saveBaseline(folder, baseline)
  return `${describe(baseline)}\nWritten to ${file}\n`
}

function list(): string {
  const folder = results()
  const names = listBaselines(folder)
  if (names.length === 0)
    return `There is no baseline yet. Save the last run: ${command('baseline', 'save main')}\n`
  return names.map(name => `${describe(readBaseline(folder, name))}\n`).join('')
}

function show(name: string): string {
  const baseline = readBaseline(results(), name)
  const lines = baseline.runs.flatMap(({ id, startedAt, figures }) => [
    '',
    `Run ${id}, started ${startedAt}`,
    ...figures.map(
      ({ name: figure, statistic, value, unit, n }) =>
        `  ${figure}  ${statistic} ${formatValue(value, unit)} of ${formatCount(n)}`,
    ),
  ])
  return `${[describe(baseline), ...lines].join('\n')}\n`
}

function drop(name: string): string {
  dropBaseline(results(), name)
  return `The baseline ${name} is removed.\n`
}

function describe({ name, savedAt, conditions, runs }: Baseline): string {
  const count = runs.length === 1 ? 'one run' : `${runs.length} runs`
  return `${name}: ${count} of ${conditions.target}, saved ${savedAt}`
}
