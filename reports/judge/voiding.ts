import { largestOf } from '../../load/measure/extremes.ts'
import { crowdedDuring } from '../../load/measure/health/crowded.ts'
import { waited } from '../../load/measure/health/waited.ts'
import type { Doubt } from '../../load/measure/measurement.ts'
import type { Granted } from './evidence.ts'
import { smallerIsBetter } from './objective.ts'
import type { Objective } from './objective.ts'
import type { Slo } from './slo.ts'

/** A lateness below this share of the limit can't have made a verdict. */
const LATENESS_SHARE = 0.1

/** From such a share of told times on that are more than the whole of which they are parts, none of them is believed. */
const MOST_EXCEEDING = 0.01

/** A verdict that says something of the target, and can be voided. */
export type Stated = 'PASS' | 'FAIL'

/**
 * Which doubts void a verdict: those that could have changed it. Each is granted as much as it allows and the data judged again; where none
 * changes the answer alone, all of them are granted together.
 *
 * @param judgeAgain gives the verdict with something granted
 * @returns the doubts that void it; none when it stands
 */
export function voiding(
  doubts: readonly Doubt[],
  stated: Stated,
  slo: Slo,
  objective: Objective,
  judgeAgain: (granted: Granted) => string,
): Doubt[] {
  const changes = (some: readonly Doubt[]): boolean => {
    const granted = grant(some, stated, slo, objective)
    return granted === 'everything' || (granted !== undefined && judgeAgain(granted) !== stated)
  }
  const alone = doubts.filter(doubt => changes([doubt]))
  if (alone.length > 0) return alone
  return changes(doubts) ? [...doubts] : []
}

/** @returns what the doubts allow, taken together: everything, or so much; `undefined` when they do not concern the verdict */
function grant(
  doubts: readonly Doubt[],
  stated: Stated,
  slo: Slo,
  objective: Objective,
): Granted | 'everything' | undefined {
  const { limit, statistic } = objective
  const failed = stated === 'FAIL'
  const aTime = slo.unit === 'ms' && (statistic.kind === 'percentile' || statistic.kind === 'avg')
  const aPace = slo.unit === 'per-second'
  const ofEvents = statistic.kind === 'rate' || statistic.kind === 'count'
  /** Whether values larger than the truth could have led to the verdict; else smaller ones could. */
  const byLarger = failed === smallerIsBetter(objective)
  const limits: ((startMs: number, endMs: number) => number)[] = []
  const ofMachines: ((startMs: number, endMs: number) => number)[] = []
  let forgiven = 0
  for (const doubt of doubts) {
    switch (doubt.kind) {
      case 'load-not-applied':
      case 'fault-not-seen':
      case 'signed-out':
      case 'counts-disagree':
        return 'everything'
      case 'audit-warned':
        if (doubt.isOther) return 'everything'
        break
      case 'stopped-early':
        if (!failed) return 'everything'
        break
      case 'cut-short':
      case 'worker-lost':
        if (!failed || statistic.kind !== 'count') return 'everything'
        break
      case 'generator-saturated':
        if (failed && ofEvents) return 'everything'
        if (byLarger ? aTime : aPace) return 'everything'
        break
      case 'cpu-starved':
        if (aPace && !byLarger) limits.push(() => -limit * (1 - doubt.cpu / doubt.utilisation))
        break
      case 'generator-late':
        if (aTime && byLarger && doubt.lateMs > LATENESS_SHARE * limit)
          (doubt.machine === undefined ? limits : ofMachines).push((startMs, endMs) =>
            waited(doubt, startMs, endMs + limit),
          )
        if (failed && ofEvents) forgiven += doubt.tooLong ?? 0
        break
      case 'machine-busy':
        if (aTime && byLarger)
          // A value is noted when it began, or when it ended.
          limits.push((startMs, endMs) =>
            crowdedDuring(doubt, startMs - limit, endMs + limit) ? Infinity : 0,
          )
        if (aPace && !byLarger)
          limits.push((startMs, endMs) => (crowdedDuring(doubt, startMs, endMs) ? -limit : 0))
        if (failed && ofEvents) forgiven += doubt.tooLong ?? 0
        break
      case 'clock-uncertain':
        if (aTime) limits.push(() => (byLarger ? doubt.errorMs : -doubt.errorMs))
        break
      case 'times-disagree':
        if (doubt.exceeding > MOST_EXCEEDING * doubt.of) return 'everything'
        if (aTime && !byLarger) limits.push(() => -doubt.restMs)
        break
      case 'own-fault':
        if (failed && ofEvents) forgiven += doubt.count
        break
      case 'connections-recycled':
        if (failed && statistic.kind === 'rate') forgiven += doubt.lost
        break
    }
  }
  // Of machines that share a load, one alone made each value.
  if (ofMachines.length > 0)
    limits.push((startMs, endMs) => largestOf(ofMachines.map(more => more(startMs, endMs))))
  if (limits.length === 0 && forgiven === 0) return undefined
  const limitAt = (startMs: number, endMs: number): number =>
    Math.max(
      0,
      limits.reduce((sum, more) => sum + more(startMs, endMs), limit),
    )
  return { limitAt, forgiven }
}
