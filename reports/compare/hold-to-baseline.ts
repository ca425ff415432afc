import { counted } from '../advice/cite.ts'
import { isWorse } from '../comparison.ts'
import type { RunReport } from '../run-report.ts'

/** What a run is held to its baseline by. */
type Held = Pick<RunReport, 'run' | 'comparison' | 'notCompared'>

/**
 * With `PERF_REGRESSION=error`, holds a run to its baseline. What fails it is a figure that got worse by more than chance makes of so many figures, a baseline that nothing could be compared with, and one
 * that is not there though it is named, or can't be read: nothing passes without data.
 *
 * @returns why the baseline fails the run, in sentences; `undefined` where it does not
 */
export function failedByBaseline({ run, comparison, notCompared = [] }: Held): string | undefined {
  const { settings } = run
  if (settings['PERF_REGRESSION'] !== 'error') return undefined
  const fails = 'which fails this run (PERF_REGRESSION=error).'
  if (!comparison) {
    return notCompared.length > 0
      ? `The run is compared with nothing, ${fails} ${notCompared.join(' ')}`
      : undefined
  }
  const { baseline, rows, differences } = comparison
  const worse = rows.filter(isWorse).length
  if (worse > 0) return `${counted(worse, 'figure')} got worse than the baseline ${baseline.name}, ${fails}`
  if (rows.some(({ verdict }) => verdict !== 'NOT_COMPARABLE')) return undefined
  return [
    `Nothing can be compared with the baseline ${baseline.name}, ${fails}`,
    ...differences.slice(0, 1),
  ].join(' ')
}

/** @returns the run's document, where its baseline fails it as a run that is not ok and says why; else itself */
export function holdToBaseline(report: RunReport): RunReport {
  const why = failedByBaseline(report)
  if (why === undefined) return report
  const { run } = report
  const headline = run.ok ? `${why} ${run.headline}` : `${run.headline} ${why}`
  return { ...report, run: { ...run, headline, ok: false } }
}
