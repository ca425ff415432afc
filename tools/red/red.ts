import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { slos } from '../../fixtures/slos/slos.ts'
import { wrap } from '../../reports/export/wrap.ts'
import type { RunReport } from '../../reports/run-report.ts'
import { runSuite } from '../system/run-suite.ts'
import type { MeasuringProject } from '../system/run-suite.ts'
import { controls } from './controls.ts'
import { argumentsOf, experiments } from './experiments.ts'
import type { Choice, Experiment } from './experiment.ts'
import { listSpecs } from './list-specs.ts'
import { outcomeOf, unexpected, unexplained } from './outcome.ts'
import type { Outcome } from './outcome.ts'
import { writeHeading, writeRow, writeTime } from './table.ts'
import { readArguments } from '../../reports/command-line/read-arguments.ts'

const say = (...lines: string[]): void => void process.stdout.write(lines.map(line => `${line}\n`).join(''))

// Without it an interrupt would end this process alone: the run under way is a process group of its own, ended on exit.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const USAGE = `Measures the reference platform with one fault after another, each of which must turn its SLOs red: npm run test:red -- [--only NAME]...

  --only   an experiment or a kind of fault, any number of times. Default: all, some two hours

Exit code: 0 when each SLO failed as it should, else 1; 2 when the command can't be understood.`

const kindOf = (fault: Experiment['fault']): string[] => (fault ? [fault.kind] : [])
const begunMs = Date.now()
const { values } = readArguments({ options: { only: { type: 'string', multiple: true } } }, USAGE)
const isWanted = (...names: string[]): boolean => values.only?.some(name => names.includes(name)) ?? true
const chosen = experiments.filter(({ name, fault }) => isWanted(name, ...kindOf(fault)))
const known = new Set([
  ...controls.map(({ name }) => name),
  ...experiments.flatMap(({ name, fault }) => [name, ...kindOf(fault)]),
])
const unknown = (values.only ?? []).filter(name => !known.has(name))
if (unknown.length > 0) {
  say(
    ...wrap(
      `--only ${unknown.join(', ')}: no such experiment or fault. There are: ${[...known].join(', ')}.`,
      '',
    ),
  )
  process.exit(2)
}

const folder = mkdtempSync(path.join(tmpdir(), 'fleetmark-red-'))
const required = await requiredSlos(['perf', 'fleet', 'ai', 'services', 'runtime', 'soak'])
const wrong: string[] = []

for (const { name, choice, settings } of controls.filter(one => isWanted(one.name))) {
  const { outcomes } = await run(name, choice, settings, await requiredSlos([choice.project ?? 'perf']))
  const unmet = outcomes.filter(({ verdict }) => verdict !== 'PASS')
  say(`  ${outcomes.length - unmet.length} of ${outcomes.length} required SLOs passed.`)
  say(...unmet.flatMap(outcome => writeRow(outcome, 'PASS')))
  if (unmet.length > 0) wrong.push(`Under "${name}" these did not pass: ${names(unmet)}.`)
}

const red = new Set<string>()
for (const experiment of chosen) {
  const { outcomes, report } = await runExperiment(experiment)
  const wanted = experiment.verdict ?? 'FAIL'
  say(...outcomes.flatMap(outcome => writeRow(outcome, wanted)))
  for (const { id, verdict } of outcomes) if (verdict === 'FAIL') red.add(id)
  const missed = outcomes.filter(({ verdict }) => verdict !== wanted)
  if (missed.length > 0) wrong.push(`Under "${experiment.name}" these are not ${wanted}: ${names(missed)}.`)
  const strays = unexpected(experiment.reds, experiment.also ?? [], required, report?.judgements ?? [])
  if (strays.length > 0) {
    const told = `Under "${experiment.name}" these are FAIL too: ${strays.join(', ')}.`
    if (experiment.also) wrong.push(told)
    else say(...wrap(told, '  '))
  }
  const [first] = report?.advice ?? []
  if (first) say(...wrap(`${first.rule}: ${first.text}`, '  '))
  const untold = report ? unexplained(experiment.reds, experiment.advice, report, wanted) : []
  if (untold.length > 0) {
    wrong.push(
      `Under "${experiment.name}" no advice of ${experiment.advice.join(' or ')} explains ${untold.join(', ')}.`,
    )
  }
}

const never = values.only === undefined ? required.filter(id => !red.has(id)) : []
if (never.length > 0) wrong.push(`Never seen to fail: ${never.join(', ')}.`)
say('', ...wrong.flatMap(text => wrap(text, '')))
say(`${red.size} SLOs failed as they should, in${writeTime(Date.now() - begunMs).replace(/ +/, ' ')}.`)
say(`All runs: ${folder}`)
process.exitCode = wrong.length > 0 ? 1 : 0

/** @returns ids of the error-level SLOs that the specs of these projects answer */
async function requiredSlos(projects: readonly MeasuringProject[]): Promise<string[]> {
  const answered = new Set((await listSpecs(projects)).flatMap(({ answers }) => answers))
  return slos.filter(({ id, level }) => level === 'error' && answered.has(id)).map(({ id }) => id)
}

/** What a run said of the SLOs that were asked for, and its document, where it left one. */
interface Ran {
  outcomes: Outcome[]
  report: RunReport | undefined
}

function runExperiment({ name, fault, choice, settings, reds }: Experiment): Promise<Ran> {
  return run(name, choice, { ...settings, PERF_FAULTS: JSON.stringify(fault ? [fault] : []) }, reds, fault)
}

/** Runs the suite on the reference platform and says so. @returns what it says of these SLOs */
async function run(
  name: string,
  choice: Choice,
  settings: Readonly<Record<string, string>>,
  ids: readonly string[],
  fault?: Experiment['fault'],
): Promise<Ran> {
  process.stdout.write(writeHeading(name, fault))
  const startMs = Date.now()
  const own = path.join(folder, name.replaceAll(' ', '-'))
  mkdirSync(own)
  const reference = { PERF_TARGET: 'reference', PERF_BASE_URL: '', PERF_LIGHTHOUSE_RUNS: '3' }
  const { report, output } = await runSuite(
    own,
    argumentsOf(choice),
    { ...reference, ...settings },
    choice.project,
  )
  writeFileSync(path.join(own, 'output.txt'), output)
  say(writeTime(Date.now() - startMs))
  const problems = report
    ? [...report.errors, ...report.steps.flatMap(({ message }) => message ?? [])]
    : [`The run left no report: ${output.trim().slice(-500)}`]
  say(...problems.flatMap(problem => wrap(problem, '  ')))
  return { outcomes: ids.map(id => outcomeOf(id, report?.judgements ?? [])), report }
}

function names(outcomes: readonly Outcome[]): string {
  return outcomes.map(({ id }) => id).join(', ')
}
