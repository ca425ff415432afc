import { withAdvice } from '../../advice/advise.ts'
import { baselineRunOf, conditionsOf } from '../../compare/baseline.ts'
import { compareRun } from '../../compare/compare.ts'
import type { RunReport } from '../../run-report.ts'
import { sampleReport } from './sample-report.ts'
import { withSampleTrend } from './sample-trend.ts'

/** The sample with all that the product puts beside a run: a baseline that it is worse than, a trend, a baseline that can't be read, advice. */
export function fullReport(): RunReport {
  const report = withSampleTrend(sampleReport())
  const { figures, ...run } = baselineRunOf(report)
  const runs = [0.99, 1, 1.01].map(factor => ({
    ...run,
    figures: figures.map(figure => ({ ...figure, value: (figure.value * factor) / 2 })),
  }))
  const comparison = compareRun(report, {
    schemaVersion: 1,
    name: 'main',
    savedAt: report.run.startedAt,
    conditions: conditionsOf(report),
    runs,
  })
  return withAdvice({ ...report, comparison, notCompared: ["The baseline old can't be read. Save it anew."] })
}
