import { withComparison } from './compare/with-comparison.ts'
import type { CompareSettings } from './compare/with-comparison.ts'
import type { RunReport } from './run-report.ts'
import { earlierRuns, valueIn } from './trend/earlier-runs.ts'
import { appendHistory, readHistory } from './trend/history-file.ts'
import { historyRunOf } from './trend/history-run.ts'
import { noiseOf } from './trend/levels.ts'
import { trendOf } from './trend/trend-of.ts'

/**
 * Puts a run beside its baseline and beside the earlier runs of its kind, and keeps its figures for later ones. What is wrong with what is kept costs the
 * run nothing but a sentence.
 *
 * @returns the run's document with its comparison and its trend, and what was wrong, in sentences
 */
export function besideEarlierRuns(
  report: RunReport,
  settings: Omit<CompareSettings, 'noiseBetween'>,
): { report: RunReport; problems: string[] } {
  const now = historyRunOf(report)
  // A run that judged nothing has nothing to hold against others.
  if (now.figures.length === 0) return withComparison(report, settings)
  const { runs, problems } = readHistory(settings.results)
  const earlier = earlierRuns(now, runs)
  const compared = withComparison(report, {
    ...settings,
    noiseBetween: (figure, scale) =>
      noiseOf(
        earlier.runs.flatMap(run => valueIn(run, figure) ?? []),
        scale,
      ),
  })
  const trend = trendOf(compared.report, earlier)
  return {
    report: { ...compared.report, ...(trend && { trend }) },
    problems: [...compared.problems, ...problems, ...appendHistory(settings.results, now)],
  }
}
