import { faultyNumber } from '../../load/measure/faulty-number.ts'
import type { Doubt, Measurement } from '../../load/measure/measurement.ts'
import { describeDoubt, originOf } from '../doubts.ts'
import { because } from './because.ts'
import { causesOf, ownFaults } from './causes.ts'
import { requireSoundRules } from './check-slo.ts'
import { designEffect, medianConfidence, resampledConfidence, shareConfidence } from './confidence.ts'
import { gatherEvidence } from './evidence.ts'
import type { Evidence, Granted } from './evidence.ts'
import { objectiveInTime, tooShort } from './objective-in-time.ts'
import { matching } from './matching.ts'
import type { Matching } from './matching.ts'
import { explainNoData } from './no-data.ts'
import { isGrowth, meets, parseObjective, smallerIsBetter } from './objective.ts'
import type { Objective } from './objective.ts'
import { PASS_CONFIDENCE } from './slo.ts'
import type { Judgement, Slo, Verdict } from './slo.ts'
import { voiding } from './voiding.ts'

/** A median of fewer values than this is judged by the exact sign test. */
const FEW_RUNS = 15

/** By how much a confidence may be off in its last digits: that of two bad runs of two is a quarter, and that is a FAIL. */
const ROUNDING = 1e-9

/**
 * Judges measurements against SLOs: a pure function, the same in a spec, in the reporter and offline. Measurements of one metric (and
 * one value of the SLO's `by` label) are pooled.
 *
 * @returns a judgement for each SLO but those of level `info`, and each value of its `by` label, in the order of the SLOs; NO_DATA where nothing was measured
 * @throws ObjectiveError when an SLO's objective can't be read
 * @throws SloError when its other numbers are none
 */
export function judge(slos: readonly Slo[], measurements: readonly Measurement[]): Judgement[] {
  return slos.flatMap(slo => {
    const { level } = slo
    if (level === 'info') return []
    requireSoundRules(slo)
    return matching(slo, measurements).map(own => judgeOne({ ...slo, level }, own, measurements))
  })
}

function judgeOne(
  slo: Slo & Pick<Judgement, 'level'>,
  { name, labels, measurements }: Matching,
  all: readonly Measurement[],
): Judgement {
  const required = parseObjective(slo.objective)
  const inTime = objectiveInTime(slo, required, measurements)
  const { objective, isShort, isRunLong, broken } = inTime
  const unsound = unsoundIn(measurements)
  const gather = (granted?: Granted): Evidence | undefined => gatherEvidence(measurements, objective, granted)
  const evidence = unsound === undefined ? gather() : undefined
  const causes = causesOf(measurements)
  const doubts = [...distinct(measurements.flatMap(one => one.doubts)), ...ownFaults(causes)]
  const { id, title, category, metric, level, source, unit } = slo
  const common = {
    id,
    name,
    title,
    category,
    metric,
    labels,
    level,
    objective: slo.objective,
    source,
    unit,
    doubts,
  }
  const { limit } = required
  const nothing: Omit<Judgement, 'because'> = {
    ...common,
    verdict: 'NO_DATA',
    limit,
    n: 0,
    nEff: 0,
    parts: [],
  }
  if (unsound) return { ...nothing, because: `What was measured can't be judged: ${unsound}` }
  if (!evidence) {
    // What can't have a value is told, and fails nobody.
    const level = measurements.some(({ isExcused }) => isExcused) ? 'warn' : slo.level
    const verdict = measurements.some(({ isUndecided }) => isUndecided) ? 'INCONCLUSIVE' : 'NO_DATA'
    return { ...nothing, verdict, level, because: explainNoData(slo, measurements, all) }
  }
  const absence = measurements.find(one => one.absence !== undefined && !one.isExcused)?.absence
  const { confidence, nEff } = weigh(evidence, objective)
  const stated = conclude(slo, objective, confidence, evidence)
  if (isShort && stated !== 'FAIL') {
    return {
      ...nothing,
      // What ran for long enough, and has too little all the same, is not let off.
      level: isRunLong && (absence !== undefined || broken !== undefined) ? level : 'warn',
      because: tooShort({ slo, inTime, evidence, holds: confidence >= passOf(slo), stopped: absence }),
    }
  }
  const reasons =
    stated === 'PASS' || stated === 'FAIL'
      ? voiding(doubts, stated, slo, objective, granted => {
          const again = gather(granted) ?? evidence
          return conclude(slo, objective, weigh(again, objective).confidence, again)
        })
      : []
  const verdict = reasons.length > 0 ? 'INVALID' : stated
  const why =
    reasons.length > 0
      ? `${reasons.map(describeDoubt).join(' ')} ${reservation(reasons, stated)}`
      : because({ verdict, slo, objective: required, evidence, nEff, causes, absence })
  return {
    ...common,
    verdict,
    confidence,
    observed: evidence.observed,
    limit,
    n: evidence.n,
    nEff,
    parts: evidence.parts,
    because: why,
  }
}

/** A value that is no number must not pass a limit, whichever way it came here. @returns the first of them, in a sentence */
function unsoundIn(measurements: readonly Measurement[]): string | undefined {
  for (const measurement of measurements) {
    const fault = faultyNumber(measurement)
    if (fault) return `${measurement.metric} has ${String(fault.value)} where a number belongs (${fault.at}).`
  }
  return undefined
}

/** @returns the probability that the SLO holds, and how many independent values the data are worth */
function weigh(
  evidence: Evidence,
  { statistic, limit, ...rest }: Objective,
): { confidence: number; nEff: number } {
  const good = evidence.blocks.reduce((sum, block) => sum + block.good, 0)
  const { n } = evidence
  if (statistic.kind === 'avg' || statistic.kind === 'slope' || isGrowth(statistic)) {
    const meeting = evidence.resamples?.filter(value => meets({ statistic, limit, ...rest }, value)).length
    return { confidence: resampledConfidence(meeting ?? 0, evidence.resamples?.length ?? 0), nEff: n }
  }
  if (statistic.kind === 'count') return { confidence: evidence.observed === limit ? 0.999 : 0, nEff: n }
  const nEff = n / designEffect(evidence.blocks)
  if (statistic.kind === 'percentile') {
    const fewRuns = statistic.percentile === 50 && n < FEW_RUNS
    if (fewRuns) return { confidence: medianConfidence(good, n), nEff: n }
    return { confidence: shareConfidence((good / n) * nEff, nEff, statistic.percentile / 100), nEff }
  }
  const wanted = smallerIsBetter({ statistic, limit, ...rest }) ? 1 - limit : limit
  return { confidence: shareConfidence((good / n) * nEff, nEff, wanted), nEff }
}

/**
 * A PASS needs `minSamples` values: few good ones may have been luck. A FAIL needs the confidence, which few bad ones give as well, and values that miss the
 * objective: a few good ones, too few to believe in it, say nothing against it. That
 * values of one second are alike is not held against their number: it lowers `nEff`, and by it the confidence. (Held against the number, one hiccup
 * among a million values of 20 s would undo every verdict, for or against.)
 */
function conclude(slo: Slo, objective: Objective, confidence: number, evidence: Evidence): Verdict {
  const { n, undecided } = evidence
  if (undecided !== undefined) return 'INCONCLUSIVE'
  const pass = passOf(slo)
  if (confidence <= 1 - pass + ROUNDING) return isMissed(objective, evidence) ? 'FAIL' : 'INCONCLUSIVE'
  return confidence >= pass - ROUNDING && n >= slo.minSamples ? 'PASS' : 'INCONCLUSIVE'
}

/** Of a percentile so many values must be good: one that is censored is not, wherever it lies. */
function isMissed(objective: Objective, { observed, blocks, n }: Evidence): boolean {
  const { statistic } = objective
  if (statistic.kind !== 'percentile') return !meets(objective, observed)
  const good = blocks.reduce((sum, block) => sum + block.good, 0)
  return good < (statistic.percentile / 100) * n
}

const passOf = ({ passConfidence = PASS_CONFIDENCE }: Slo): number => passConfidence

/** What a verdict is worth that is void. */
function reservation(reasons: readonly Doubt[], stated: Verdict): string {
  const origins = new Set(reasons.map(originOf))
  if (origins.has('machine')) return `The test machine may have caused this ${stated}, not your platform.`
  return origins.has('run')
    ? `The test run may have caused this ${stated}, not your platform.`
    : `A ${stated} of the rest says nothing of your platform as it was meant to be measured.`
}

function distinct(doubts: readonly Doubt[]): Doubt[] {
  return [...new Map(doubts.map(doubt => [JSON.stringify(doubt), doubt])).values()]
}
