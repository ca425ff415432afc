import type { RunReport } from '../../run-report.ts'
import { TRENDS } from '../../trend.ts'
import type { FigureTrend, TrendVerdict } from '../../trend.ts'
import { trendSentence } from '../../wording/trend-text.ts'

const RUNS = 24
/** The run at which the level changes, where it does. */
const CHANGED = 15
const DAY_MS = 86_400_000

/** A report with a trend: a row of each kind, and then only steady ones. Test data only. */
export function withSampleTrend(report: RunReport): RunReport {
  const nowMs = Date.parse(report.run.startedAt)
  const runs = Array.from({ length: RUNS }, (_, index) => ({
    id: `night-${index + 1}`,
    startedAt: new Date(nowMs - (RUNS - 1 - index) * DAY_MS).toISOString(),
  }))
  const rows = report.judgements.map(({ name, title, unit, observed = 0 }, place): FigureTrend => {
    const verdict = TRENDS[place] ?? 'STEADY'
    const values = runs.map((_, run) => valueOf(verdict, run, observed))
    const row = { name, title, unit, statistic: 'p(95)', values, ...whatOf(verdict), verdict }
    return { ...row, because: trendSentence(row, runs) }
  })
  return { ...report, trend: { runs, rows, notes: ['An earlier run of this target is not in it.'] } }
}

function valueOf(verdict: TrendVerdict, run: number, observed: number): number | null {
  if (verdict === 'TOO_FEW' && run < RUNS - 3) return null
  const before = verdict === 'WORSE' ? 0.8 : verdict === 'BETTER' ? 1.3 : 1
  const level = run >= CHANGED ? 1 : before
  return observed * level * (1 + 0.02 * ((run % 3) - 1)) * (verdict === 'ODD' && run === RUNS - 1 ? 2 : 1)
}

function whatOf(verdict: TrendVerdict): Pick<FigureTrend, 'changes' | 'odd'> {
  const change = { run: CHANGED, of: 'figure' } as const
  switch (verdict) {
    case 'ODD':
      return { changes: [], odd: { runs: 1, before: RUNS - 1, share: 1, of: 'figure' } }
    case 'WORSE':
      return { changes: [{ ...change, share: 0.25, isWorse: true }] }
    case 'BETTER':
      return { changes: [{ ...change, share: -0.23, isWorse: false }] }
    case 'STEADY':
    case 'TOO_FEW':
      return { changes: [] }
  }
}
