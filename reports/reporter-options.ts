import type { Declarations } from './stored/declared.ts'
import type { Slo } from './judge/slo.ts'
import type { NotAsked } from './run-report.ts'

/** What the reporter is told of a run before it begins. */
export interface ReporterOptions {
  /** The run's name, and that of its folder. */
  runId: string
  /** Folder of all runs. */
  results: string
  /**
   * Projects that measure; the tests of others leave no report. Default: none, as Playwright gives a reporter that the command line names
   * (`--reporter=fleetmark/reporter`) no options, and that of the configuration judges the run beside it.
   */
  projects?: string[]
  slos: Slo[]
  /** What is no part of the target. Default: nothing. */
  notAsked?: NotAsked[]
  /** Of every metric that may be recorded. */
  declarations: Declarations
  target: { name: string; overrides: string[] }
  settings: Record<string, string>
  /** Names of settings that are not at their defaults. Default: it is not known. */
  changed?: string[]
  /** What random numbers begin with, by what they are for. */
  seeds: Record<string, number>
  fleetmark: string
  /** Gives the run another name, where one of this name is on the disk: Playwright's UI runs specs again and again in one process. Default: it keeps it. */
  rename?: () => string
  /** Whether another reporter tells errors that belong to no spec. Default false. */
  errorsTold?: boolean
  /** Whether reports are merged: the exit code is not that of the verdict, and is not told. Default false. */
  merges?: boolean
  /** Where the verdict is printed: standard output may be another reporter's. Default: `stdout`. */
  printsTo?: 'stdout' | 'stderr'
}
