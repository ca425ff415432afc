import { causeKind } from '../../load/measure/cause-kind.ts'
import type { Doubt, Measurement } from '../../load/measure/measurement.ts'
import { ownFaultRemedy } from '../../load/own-faults.ts'

/** @returns the causes of bad events with their counts, over all measurements: by kind, also those of documents from before they were counted so */
export function causesOf(measurements: readonly Measurement[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const { data } of measurements) {
    if (data.kind !== 'tally') continue
    for (const [cause, count] of Object.entries(data.causes)) {
      const kind = causeKind(cause)
      sums[kind] = (sums[kind] ?? 0) + count
    }
  }
  return sums
}

/** @returns a doubt for each cause that is a fault of this side and not the target's */
export function ownFaults(causes: Readonly<Record<string, number>>): Doubt[] {
  return Object.entries(causes).flatMap(([cause, count]): Doubt[] =>
    count > 0 && ownFaultRemedy(cause) !== undefined ? [{ kind: 'own-fault', cause, count }] : [],
  )
}
