import { PRIORITIES } from '../advice.ts'
import type { Advice, AdviceFigures, Priority } from '../advice.ts'
import type { Judgement } from '../judge/slo.ts'
import type { RunReport } from '../run-report.ts'
import { formatValue } from '../format.ts'
import { clip } from './cite.ts'
import { Seen } from './seen.ts'
import type { AdvisedReport } from './seen.ts'
import { RULES } from './rules/rules.ts'
import type { Finding } from './rule.ts'

/**
 * Says what is wrong in a run and what to look at next: a pure function of its document. The rules are asked in turn, from those that know a cause to
 * those that only know a figure; what one explains, no later one explains again.
 *
 * @returns the most urgent first; of one priority, what explains most
 */
export function advise(report: AdvisedReport): Advice[] {
  const seen = new Seen(report)
  const explained = new Set<Judgement>()
  const found: { rule: string; finding: Finding }[] = []
  for (const rule of RULES) {
    const open = report.judgements.filter(one => !explained.has(one))
    for (const finding of rule.find(seen, open)) {
      for (const one of finding.explains) explained.add(one)
      found.push({ rule: rule.id, finding })
    }
  }
  return found
    .map(({ rule, finding }) => ({
      advice: adviceOf(rule, finding, report),
      weight: finding.explains.length,
    }))
    .sort(
      (a, b) =>
        PRIORITIES.indexOf(a.advice.priority) - PRIORITIES.indexOf(b.advice.priority) || b.weight - a.weight,
    )
    .map(({ advice }) => advice)
}

/** @returns the document with its advice, made anew */
export const withAdvice = (report: RunReport): RunReport => ({ ...report, advice: advise(report) })

function adviceOf(rule: string, finding: Finding, report: AdvisedReport): Advice {
  const { explains, priority, text, next, figures = ownFigures(explains) } = finding
  return {
    rule,
    priority: priority ?? priorityOf(explains),
    text: `${text}${sinceBaseline(explains, report)}`,
    next,
    judgements: explains.map(({ name }) => name),
    ...(figures && { figures }),
  }
}

/** Where a rule has no figures of its own: the value against its limit. */
function ownFigures([first]: readonly Judgement[]): AdviceFigures | undefined {
  if (first?.observed === undefined || first.limit <= 0) return undefined
  const { title, unit, limit, observed, name } = first
  return { title, unit, limit, bars: [{ label: clip(name), value: observed, isMarked: true }] }
}

function priorityOf(explains: readonly Judgement[]): Priority {
  const required = explains.filter(({ level }) => level === 'error')
  if (required.some(({ verdict }) => verdict === 'FAIL')) return 'HIGH'
  return required.length > 0 || explains.some(({ verdict }) => verdict === 'FAIL') ? 'MEDIUM' : 'LOW'
}

/** That a missed figure was better before is told beside its cause. */
function sinceBaseline([first]: readonly Judgement[], { comparison }: AdvisedReport): string {
  const row = comparison?.rows.find(({ name, verdict }) => name === first?.name && verdict === 'REGRESSED')
  if (!comparison || !row || first?.verdict === 'PASS') return ''
  return ` In the baseline ${comparison.baseline.name} it was ${formatValue(row.before, row.unit)}.`
}
