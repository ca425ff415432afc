import { formatCount, formatExact, formatRatio, formatValue } from '../format.ts'
import type { Evidence } from './evidence.ts'
import { mainCause } from './main-cause.ts'
import { isGrowth, smallerIsBetter } from './objective.ts'
import type { Objective } from './objective.ts'
import { LEAST_VALUES } from '../statistics/residual-bootstrap.ts'
import type { Slo, Verdict } from './slo.ts'

/** What a verdict rests on. */
export interface Grounds {
  verdict: Verdict
  slo: Slo
  objective: Objective
  evidence: Evidence
  /** How many independent values the data are worth. */
  nEff: number
  /** The causes of bad events with their counts. */
  causes: Readonly<Record<string, number>>
  /** What was in the way of more values: a sentence. Absent: nothing that is known. */
  absence?: string | undefined
}

/** What was observed, whatever is concluded from it. */
type Observed = Omit<Grounds, 'verdict' | 'nEff' | 'absence'>

/** @returns why a verdict is what it is, in a sentence or two: `15 of 15 visits under 2 s; p95 488 ms.` */
export function because(grounds: Grounds): string {
  const { verdict, slo, objective, evidence, nEff, absence } = grounds
  const { n, resamples } = evidence
  const { noun } = wordsOf(slo)
  const seen = `${nameStatistic(objective)} ${formatValue(evidence.observed, slo.unit)}`
  if (verdict === 'INCONCLUSIVE' && n < slo.minSamples) {
    return `Too few ${noun} for a verdict: ${formatCount(n)} of ${formatCount(slo.minSamples)}; ${stated(grounds)}. ${howToGetMore(slo, absence)}`
  }
  if (evidence.undecided !== undefined) return `${upper(seen)}. ${evidence.undecided}`
  const { kind } = objective.statistic
  const overTime = kind === 'avg' || kind === 'slope' || isGrowth(objective.statistic)
  if (overTime && !resamples) {
    return `${upper(seen)}, but a confidence takes ${LEAST_VALUES} ${noun} spread over time.`
  }
  if (verdict === 'INCONCLUSIVE') {
    const limit = formatExact(objective.limit, slo.unit)
    const worth = `about ${formatCount(Math.floor(nEff))} independent ${noun}`
    const more = slo.setting === undefined ? '' : ` More ${noun} tell: raise ${slo.setting}.`
    return `Too close to tell: ${stated(grounds)}; limit ${limit}, ${formatCount(n)} ${noun} (${worth}).${more}`
  }
  switch (objective.statistic.kind) {
    case 'percentile':
      return `${shareWithin(grounds)}; ${seen}.`
    case 'avg':
    case 'slope':
    case 'leak':
    case 'drift':
      return `${upper(seen)} over ${formatCount(n)} ${noun}; the limit is ${formatExact(objective.limit, slo.unit)}.`
    case 'rate':
    case 'count':
      return `${upper(events(grounds))}.`
  }
}

/** What was in the way of more values comes first: a setting alone may give no more. */
function howToGetMore({ id, setting }: Slo, absence: string | undefined): string {
  if (absence !== undefined)
    return setting === undefined ? absence : `${absence} If that leaves too few, raise ${setting}.`
  return setting === undefined
    ? `No setting gives more: lower the minSamples of "${id}" in the target's slos.`
    : `Raise ${setting}.`
}

/** @returns what was observed, to be read within a sentence */
export function stated(grounds: Observed): string {
  const { slo, objective, evidence } = grounds
  const { kind } = objective.statistic
  if (kind === 'rate' || kind === 'count') return countedEvents(grounds)
  return `${nameStatistic(objective)} ${formatValue(evidence.observed, slo.unit)}`
}

/** `10 of 15 visits under 2 s, where 95 % must be` */
function shareWithin({ verdict, slo, objective, evidence }: Grounds): string {
  const good = Math.round(evidence.blocks.reduce((sum, block) => sum + block.good, 0))
  const limit = formatExact(objective.limit, slo.unit)
  const where: Record<Objective['operator'], string> = {
    '<': `under ${limit}`,
    '<=': `at ${limit} or less`,
    '>': `over ${limit}`,
    '>=': `at ${limit} or more`,
    '==': `at ${limit}`,
  }
  const share = `${formatCount(good)} of ${formatCount(evidence.n)} ${wordsOf(slo).noun} ${where[objective.operator]}`
  const { statistic } = objective
  if (verdict !== 'FAIL' || statistic.kind !== 'percentile') return share
  return `${share}, where ${formatRatio(statistic.percentile / 100)} must be`
}

/** `3 of 50 requests failed (status 500); none may` */
function events(grounds: Grounds): string {
  const { verdict, objective, slo } = grounds
  if (verdict !== 'FAIL') return countedEvents(grounds)
  const limit = formatExact(objective.limit, slo.unit)
  if (objective.statistic.kind === 'count') {
    return `${countedEvents(grounds)}; ${objective.limit === 0 ? 'none may' : `${limit} must`}`
  }
  const bounds: Record<Objective['operator'], string> = {
    '<': `under ${limit} may`,
    '<=': `at most ${limit} may`,
    '>': `over ${limit} must`,
    '>=': `at least ${limit} must`,
    '==': `${limit} must`,
  }
  return `${countedEvents(grounds)}; ${bounds[objective.operator]}`
}

/** `none of 50 requests failed`, `3 of 50 requests failed (6 %, status 500)`, `all 1,000 agents connected` */
function countedEvents({ slo, objective, evidence, causes }: Observed): string {
  const { n, observed } = evidence
  const { noun, bad, good } = wordsOf(slo)
  const isRate = objective.statistic.kind === 'rate'
  const ofBad = !isRate || smallerIsBetter(objective)
  const count = Math.round(isRate ? observed * n : observed)
  const verb = ofBad ? bad : good
  if (count === 0 && ofBad) return `none of ${formatCount(n)} ${noun} ${verb}`
  if (count === n && !ofBad) return `all ${formatCount(n)} ${noun} ${verb}`
  const notes = [...(isRate ? [formatRatio(observed)] : []), ...mainCause(causes)].join(', ')
  return `${formatCount(count)} of ${formatCount(n)} ${noun} ${verb}${notes === '' ? '' : ` (${notes})`}`
}

const wordsOf = ({ words }: Slo): { noun: string; bad: string; good: string } => ({
  noun: words?.noun ?? 'values',
  bad: words?.bad ?? 'were bad',
  good: words?.good ?? 'were good',
})

/** @returns what an objective is about: `p95`, `median`, `mean`, `growth a minute`, `count`, `rate` */
export function nameStatistic({ statistic }: Objective): string {
  switch (statistic.kind) {
    case 'avg':
      return 'mean'
    case 'slope':
      return statistic.over === undefined ? 'growth a minute' : `growth by ${statistic.over}`
    case 'leak':
      return 'growth a minute'
    case 'drift':
      return 'growth from beginning to end'
    case 'percentile':
      return statistic.percentile === 50 ? 'median' : `p${statistic.percentile}`
    case 'count':
    case 'rate':
      return statistic.kind
  }
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
