import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { TestInfo } from '@playwright/test'
import type { Judgement } from '../../reports/judge/slo.ts'
import type { RunReport } from '../../reports/run-report.ts'

const root = path.join(import.meta.dirname, '../..')

/** A project whose specs measure. */
export type MeasuringProject =
  | 'perf'
  | 'stress'
  | 'compare'
  | 'fleet'
  | 'ai'
  | 'services'
  | 'runtime'
  | 'soak'

/** A run of the suite that has ended. */
export interface SuiteRun {
  code: number | null
  /** All that it printed. */
  output: string
  /** Folder of its results, when it could write them there. */
  results: string
  /** Its `report.json`, when there is one. */
  report: RunReport | undefined
}

/** A run of the suite under way. */
export interface StartedSuite {
  /** Interrupts it, as Ctrl-C in a terminal does. */
  interrupt(): void
  /** Playwright's main process. */
  pid: number
  ended: Promise<SuiteRun>
}

/**
 * Starts a measuring project as a user would, in a process of its own, with the smallest load that every SLO's sample size allows.
 *
 * @param folder where its results (`results`) and the tests' own files (`artifacts`) go
 * @param args arguments of `playwright test`
 * @param settings over the small ones
 * @param project default `perf`; `own` is that of a configuration of the test's
 */
export function startSuite(
  folder: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  project: MeasuringProject | 'own' = 'perf',
): StartedSuite {
  const results = path.join(folder, 'results')
  const cli = path.join(root, 'node_modules/@playwright/test/cli.js')
  const env = {
    ...outerEnvironment(),
    PERF_AGENTS: '100',
    PERF_USERS: '10',
    PERF_RATE: '5',
    PERF_DURATION: '5',
    PERF_API_RATE: '100',
    PERF_API_DURATION: '11',
    PERF_LIGHTHOUSE_RUNS: '1',
    PERF_RESULTS: results,
    ...settings,
  }
  const out = [`--project=${project}`, '--output', path.join(folder, 'artifacts')]
  // A process group of its own, so that an interrupt reaches all of it, as from a terminal.
  const child = spawn(process.execPath, [cli, 'test', ...out, ...args], { cwd: root, env, detached: true })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const ended = once(child, 'close').then(([code]): SuiteRun => {
    const file = path.join(env.PERF_RESULTS, 'latest/report.json')
    const report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RunReport) : undefined
    return { code: code as number | null, output, results: env.PERF_RESULTS, report }
  })
  const interrupt = (): void => void process.kill(-(child.pid ?? 0), 'SIGINT')
  const killIfLeft = (): void => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  }
  process.once('exit', killIfLeft)
  void ended.then(() => process.off('exit', killIfLeft))
  return { interrupt, pid: child.pid ?? 0, ended }
}

/** Runs the suite to its end. The arguments are those of `startSuite`. */
export const runSuite = (
  folder: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
  project: MeasuringProject | 'own' = 'perf',
): Promise<SuiteRun> => startSuite(folder, args, settings, project).ended

/**
 * A run that several tests look at: the first that asks for it makes it, in its own folder. Most of what a run takes, to start Playwright, a browser,
 * a target and a sign-in, it takes once.
 */
export function sharedRun(
  make: (info: TestInfo) => Promise<SuiteRun>,
): (info: TestInfo) => Promise<SuiteRun> {
  let made: Promise<SuiteRun> | undefined
  return info => (made ??= make(info))
}

/** @returns this process's environment without settings, and without what a Playwright around us has put there */
export function outerEnvironment(): Record<string, string | undefined> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(PERF_|TEST_|PLAYWRIGHT|PW)/.test(name))
  return Object.fromEntries(inherited)
}

/** @returns the verdict as the measured times state it: other tests take processors from the platform, which voids a FAIL */
export function statedIn({ verdict, doubts, because }: Judgement): string {
  if (verdict !== 'INVALID' || !doubts.some(({ kind }) => kind === 'machine-busy')) return verdict
  return /may have caused this (PASS|FAIL)/.exec(because)?.[1] ?? verdict
}

/** @returns the judgement of that name @throws when there is none, with all that the run printed */
export function judgementOf({ report, output }: SuiteRun, name: string): Judgement {
  const found = report?.judgements.find(one => one.name === name)
  if (!found) throw new Error(`The report has no judgement "${name}":\n${output}`)
  return found
}
