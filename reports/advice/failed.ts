import type { Judgement } from '../judge/slo.ts'

/** @returns the judgements of these metrics that are FAIL */
export const failedOf = (open: readonly Judgement[], ...metrics: string[]): Judgement[] =>
  open.filter(({ metric, verdict }) => verdict === 'FAIL' && metrics.includes(metric))
