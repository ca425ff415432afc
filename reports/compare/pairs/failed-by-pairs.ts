import { counted } from '../../advice/cite.ts'
import type { ChangeVerdict } from '../../comparison.ts'
import type { RunReport } from '../../run-report.ts'

/**
 * What fails a run of two builds: that no figure of both could be compared, as nothing passes without data; with `PERF_REGRESSION=error` also each figure of
 * which B is slower, or which can't be compared.
 *
 * @returns why the comparison fails the run, in a sentence; `undefined` where it does not
 */
export function failedByPairs({ run, pairs }: Pick<RunReport, 'run' | 'pairs'>): string | undefined {
  if (!pairs) return undefined
  const count = (wanted: ChangeVerdict): number =>
    pairs.rows.filter(({ verdict }) => verdict === wanted).length
  const [slower, strange] = [count('REGRESSED'), count('NOT_COMPARABLE')]
  if (strange === pairs.rows.length) return 'No figure of A and B could be compared, which fails this run.'
  if (run.settings['PERF_REGRESSION'] !== 'error' || slower + strange === 0) return undefined
  const what = [
    ...(slower > 0
      ? [`${counted(slower, 'figure')} of B ${slower === 1 ? 'is' : 'are'} slower than of A`]
      : []),
    ...(strange > 0 ? [`${counted(strange, 'figure')} can't be compared`] : []),
  ]
  return `${what.join(' and ')}, which fails this run (PERF_REGRESSION=error).`
}
