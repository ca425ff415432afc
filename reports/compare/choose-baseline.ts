import type { RunReport } from '../run-report.ts'
import { conditionsOf, differencesOf } from './baseline.ts'
import type { Baseline } from './baseline.ts'
import { BaselineError, listBaselines, readBaseline } from './baseline-files.ts'

/** What a run is compared with, and what was wrong with others, in sentences. */
export interface Chosen {
  baseline: Baseline | undefined
  problems: string[]
}

/**
 * Chooses what a run is compared with: the baseline that `PERF_BASELINE` names, else the newest of the same target, machine and settings that has a figure of the run's: those of `perf` say nothing of a run of `fleet`. A baseline that can't be
 * read costs the run nothing but a sentence.
 *
 * @param results folder of all runs
 */
export function chooseBaseline(results: string, report: RunReport): Chosen {
  const name = report.run.settings['PERF_BASELINE'] ?? ''
  const problems: string[] = []
  const read = (one: string): Baseline[] => {
    try {
      return [readBaseline(results, one)]
    } catch (error) {
      if (!(error instanceof BaselineError)) throw error
      problems.push(error.message)
      return []
    }
  }
  if (name !== '') return { baseline: read(name)[0], problems }
  const now = conditionsOf(report)
  const names = new Set(report.judgements.map(one => one.name))
  const [newest] = listBaselines(results)
    .flatMap(read)
    .filter(({ conditions }) => differencesOf(conditions, now).length === 0)
    .filter(({ runs }) => runs.some(({ figures }) => figures.some(figure => names.has(figure.name))))
    .sort((a, b) => b.savedAt.localeCompare(a.savedAt))
  return { baseline: newest, problems }
}
