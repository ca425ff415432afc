import { formatCount, formatExact, formatValue } from '../format.ts'
import { partOf } from './part-of.ts'
import { VERDICTS } from './slo.ts'
import type { Judgement, Verdict } from './slo.ts'
import { tightestOf } from './tightness.ts'

/** So many SLOs are named that neither passed nor failed. */
const MOST_NAMED = 3

/** @returns the verdict on a run in a sentence or two: `6 of 39 required SLOs failed. Worst: Layout shift 0.75 (limit 0.1).` */
export function writeHeadline(judgements: readonly Judgement[]): string {
  const required = judgements.filter(({ level }) => level === 'error')
  const [first, ...others] = required
  if (!first) return 'The run judged no required SLO.'
  const named = (verdict: Verdict): Judgement[] => required.filter(one => one.verdict === verdict)
  const notPassed = VERDICTS.filter(verdict => verdict !== 'PASS' && named(verdict).length > 0)
  if (notPassed.length === 0) {
    const tightest = tightestOf(required)[0] ?? first
    return others.length === 0
      ? `The one required SLO passed: ${withValue(first)}.`
      : `All ${formatCount(required.length)} required SLOs passed. Tightest: ${withValue(tightest)}.`
  }
  const [head = '', ...rest] = notPassed
    .map(verdict => {
      const count = named(verdict).length
      return { count, predicate: PREDICATES[verdict][count === 1 ? 0 : 1] }
    })
    .map(({ count, predicate }, index) =>
      index === 0
        ? `${formatCount(count)} of ${formatCount(required.length)} required SLOs ${predicate}`
        : `${formatCount(count)} ${predicate}`,
    )
  const counts = [head, ...rest].join(', ')
  const [worst] = tightestOf(named('FAIL'))
  if (worst) return `${counts}. Worst: ${withValue(worst)}.`
  return `${counts}: ${listed(required.filter(({ verdict }) => verdict !== 'PASS').map(titled))}.`
}

/** What is said of one SLO, and of several. */
const PREDICATES: Record<Verdict, readonly [one: string, several: string]> = {
  PASS: ['passed', 'passed'],
  FAIL: ['failed', 'failed'],
  INVALID: ['is invalid', 'are invalid'],
  INCONCLUSIVE: ['is inconclusive', 'are inconclusive'],
  NO_DATA: ['has no data', 'have no data'],
}

/** The title, with the value that tells an SLO of several endpoints apart. */
function titled(one: Judgement): string {
  const part = partOf(one)
  return part === '' ? one.title : `${one.title}, ${part}`
}

/** @returns an SLO's title, its value where there is one, and the limit: `Layout shift 0.75 (limit 0.1)` */
export function withValue(one: Judgement): string {
  const value = one.observed === undefined ? '' : ` ${formatValue(one.observed, one.unit)}`
  return `${titled(one)}${value} (limit ${formatExact(one.limit, one.unit)})`
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMED
  if (more > 0) return `${names.slice(0, MOST_NAMED).join('; ')}; and ${formatCount(more)} more`
  return names.join('; ')
}
