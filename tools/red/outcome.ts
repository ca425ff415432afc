import { VERDICTS } from '../../reports/judge/slo.ts'
import type { Judgement, Verdict } from '../../reports/judge/slo.ts'
import type { RunReport } from '../../reports/run-report.ts'

/** What a run said of one SLO. */
export interface Outcome {
  id: string
  /** NO_DATA also where the run left no judgement. */
  verdict: Verdict
  /** The judgement behind it; absent where the run left none. */
  judgement?: Judgement
}

/**
 * @param judgements of a run; an SLO with a `by` label has one for each of its values
 * @returns the worst verdict on an SLO: FAIL when one of its judgements is, PASS only when all are
 */
export function outcomeOf(id: string, judgements: readonly Judgement[]): Outcome {
  const [judgement] = judgements
    .filter(one => one.id === id)
    .sort((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict))
  return judgement ? { id, verdict: judgement.verdict, judgement } : { id, verdict: 'NO_DATA' }
}

/**
 * @param ids of the SLOs that a fault turned red @param rules that know its cause @param red the verdict that they have. Default FAIL.
 * @returns the judgements of that verdict that none of these rules explains, by name
 */
export function unexplained(
  ids: readonly string[],
  rules: readonly string[],
  { judgements, advice = [] }: Pick<RunReport, 'judgements' | 'advice'>,
  red: Verdict = 'FAIL',
): string[] {
  const explained = new Set(
    advice.filter(({ rule }) => rules.includes(rule)).flatMap(({ judgements: names }) => names),
  )
  return judgements
    .filter(({ id, name, verdict }) => verdict === red && ids.includes(id) && !explained.has(name))
    .map(({ name }) => name)
}

/** An SLO that a fault turns red beside those that it must, and why that is no defect of the matrix. */
export interface Also {
  id: string
  because: string
}

/**
 * @param reds ids of the SLOs that a fault must turn red @param also of those that it may @param required ids of the SLOs that are looked at: those of level `error`
 * @returns the names of the others that have failed
 */
export function unexpected(
  reds: readonly string[],
  also: readonly Also[],
  required: readonly string[],
  judgements: readonly Judgement[],
): string[] {
  const expected = new Set([...reds, ...also.map(({ id }) => id)])
  return judgements
    .filter(({ id, verdict }) => verdict === 'FAIL' && required.includes(id) && !expected.has(id))
    .map(({ name }) => name)
}
