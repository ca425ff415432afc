import { withComparison } from './compare/with-comparison.ts'
import type { RunReport } from './run-report.ts'
import { earlierRuns, valueIn } from './trend/earlier-runs.ts'
import { appendHistory, readHistory } from './trend/history-file.ts'
import { historyRunOf } from './trend/history-run.ts'
import { noiseOf } from './trend/levels.ts'
import { trendOf } from './trend/trend-of.ts'

/**
 * Puts a run beside its baseline and beside the earlier runs of its kind, and keeps its figures for later ones. What is wrong with what is kept costs the
 * run nothing but a sentence; of a baseline, unless the run is to fail by it.
 *
 * @param results folder of all runs
 * @returns the run's document with its comparison and its trend, and what was wrong, in sentences
 */
export function besideEarlierRuns(
  report: RunReport,
  results: string,
): { report: RunReport; problems: string[] } {
  const now = historyRunOf(report)
  // A run that judged nothing has nothing to hold against others.
  if (now.figures.length === 0) {
    const alone = withComparison(report, results)
    return { report: alone, problems: alone.notCompared ?? [] }
  }
  const { runs, problems } = readHistory(results)
  const earlier = earlierRuns(now, runs)
  const compared = withComparison(report, results, (figure, scale) =>
    noiseOf(
      earlier.runs.flatMap(run => valueIn(run, figure) ?? []),
      scale,
    ),
  )
  const trend = trendOf(compared, earlier)
  return {
    report: { ...compared, ...(trend && { trend }) },
    problems: [...(compared.notCompared ?? []), ...problems, ...appendHistory(results, now)],
  }
}
