import type { Labels } from '../measure/measurement.ts'
import { wholeSeries } from './merge-shares.ts'
import type { Part } from '../measure/recording.ts'

/** What generators tell of themselves begins so: it is a machine's own, and is not put together with that of others. */
const OWN = 'generator.'

/** Of these each machine has the same share, or nearly. */
const EQUAL: ReadonlySet<string> = new Set(['load.intended', 'load.users'])

/** @returns the labels of what a worker measured: with the worker's name where it tells of itself */
export const labelled = <One extends { metric: string; labels: Labels }>(one: One, machine: string): One =>
  one.metric.startsWith(OWN) ? { ...one, labels: { ...one.labels, machine } } : one

/**
 * @param place the worker's among those that share the load
 * @returns the parts of a worker as they stand beside those of others. What is intended, and how many
 * users there are, is told once, for all: each has the same share of it.
 */
export function ownParts(
  parts: readonly Part[],
  machine: string,
  { index, size }: { index: number; size: number },
): Part[] {
  return parts.flatMap((part): Part[] => {
    const { data } = part
    if (!EQUAL.has(part.metric) || data.kind !== 'series') return [labelled(part, machine)]
    if (index > 0) return []
    return [{ ...part, data: wholeSeries(data, size) }]
  })
}
