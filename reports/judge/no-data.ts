import type { Measurement } from '../../load/measure/measurement.ts'
import { ownFaultRemedy } from '../../load/own-faults.ts'
import { formatCount } from '../format.ts'
import { causesOf } from './causes.ts'
import { mainCause } from './main-cause.ts'
import type { Slo } from './slo.ts'

/**
 * Why there is nothing to judge: what was looked for in vain, what failed instead, or under which label something was measured. That a target lacks a
 * field is said only where that is why.
 *
 * @param own measurements that the SLO is about @param all of the run
 */
export function explainNoData(slo: Slo, own: readonly Measurement[], all: readonly Measurement[]): string {
  const absence = own.find(one => one.absence !== undefined)?.absence
  if (absence !== undefined) return absence
  if (slo.lacking !== undefined) return `Not measured: the target lacks the field "${slo.lacking}".`
  return explainFailures(slo, own, all) ?? explainLabels(slo, all) ?? 'The run measured nothing for this SLO.'
}

/** The events of the same workload, of which not one was good. */
function explainFailures(
  slo: Slo,
  own: readonly Measurement[],
  all: readonly Measurement[],
): string | undefined {
  const workload = slo.metric.slice(0, slo.metric.indexOf('.') + 1)
  const labels = [...own.map(one => one.labels), slo.where ?? {}]
  const failed = all.filter(({ metric, labels: theirs, data }) => {
    const isOfIt = workload !== '' && metric.startsWith(workload) && metric !== slo.metric
    const agrees = labels.some(ours =>
      Object.entries(theirs).every(([name, value]) => (ours[name] ?? value) === value),
    )
    return isOfIt && agrees && data.kind === 'tally' && data.total > 0 && data.bad === data.total
  })
  const [first] = failed
  if (!first) return undefined
  const count = failed
    .filter(({ metric }) => metric === first.metric)
    .reduce((sum, { data }) => sum + (data.kind === 'tally' ? data.bad : 0), 0)
  const causes = causesOf(failed.filter(({ metric }) => metric === first.metric))
  const [cause] = mainCause(causes)
  const remedy = Object.keys(causes)
    .map(ownFaultRemedy)
    .find(one => one !== undefined)
  return [
    `There is no value, because ${formatCount(count)} of ${formatCount(count)} failed (${[first.metric, ...(cause === undefined ? [] : [cause])].join(': ')}).`,
    ...(remedy === undefined ? [] : [remedy]),
  ].join(' ')
}

/** The metric was measured, under another label than the SLO is about. */
function explainLabels({ metric, where }: Slo, all: readonly Measurement[]): string | undefined {
  const others = all.filter(one => one.metric === metric)
  for (const [name, value] of Object.entries(where ?? {})) {
    const seen = [...new Set(others.flatMap(({ labels }) => labels[name] ?? []))]
    if (seen.length > 0 && !seen.includes(value))
      return `Nothing was measured with the ${name} "${value}": there is ${seen.map(one => `"${one}"`).join(', ')}.`
  }
  return undefined
}
