import { thinHistogram } from '../load/measure/histogram.ts'
import type { Measurement } from '../load/measure/measurement.ts'
import { thinTally } from '../load/measure/tally.ts'

/** What the measurements of a document may take, bytes: with all else that it says it stays below 3 MB. */
const MOST_BYTES = 2_000_000

/** Beside its counts a block takes so much, and so does its row in the curve over time, bytes. */
const BLOCK_BYTES = 45
const ROW_BYTES = 90

/** Fewer blocks than this tell no course, and not how alike values of one time are. */
const FEWEST_BLOCKS = 20

/**
 * Makes measurements fit into a document: while they are too large, those of the one that takes most have neighbouring blocks merged. Their whole keeps its
 * values to 0.1 %; blocks that were merged have theirs to 3 to 6 %.
 *
 * @returns all, in the same order; those that are small enough as they are
 */
export function fitMeasurements(measurements: readonly Measurement[], mostBytes = MOST_BYTES): Measurement[] {
  const fitted = measurements.map(measurement => ({ measurement, bytes: bytesOf(measurement.data) }))
  let excess = fitted.reduce((sum, { bytes }) => sum + bytes, -mostBytes)
  while (excess > 0) {
    const largest = fitted
      .filter(({ measurement }) => canBeThinned(measurement.data))
      .reduce<(typeof fitted)[number] | undefined>((a, b) => (a && a.bytes >= b.bytes ? a : b), undefined)
    if (!largest) break
    const data = thinned(largest.measurement.data)
    const bytes = bytesOf(data)
    excess -= largest.bytes - bytes
    largest.measurement = { ...largest.measurement, data }
    largest.bytes = bytes
  }
  return fitted.map(({ measurement }) => measurement)
}

function bytesOf(data: Measurement['data']): number {
  switch (data.kind) {
    case 'histogram':
      return data.blocks.reduce(
        (sum, { encoded }) => sum + encoded.length + BLOCK_BYTES + ROW_BYTES,
        data.whole?.length ?? 0,
      )
    case 'tally':
      return data.blocks.length * BLOCK_BYTES
    case 'samples':
    case 'series':
      return data.points.length * BLOCK_BYTES
    case 'search':
      return 0
  }
}

const canBeThinned = (data: Measurement['data']): boolean =>
  (data.kind === 'histogram' || data.kind === 'tally') && data.blocks.length > FEWEST_BLOCKS

function thinned(data: Measurement['data']): Measurement['data'] {
  switch (data.kind) {
    case 'histogram':
      return thinHistogram(data)
    case 'tally':
      return thinTally(data)
    case 'samples':
    case 'series':
    case 'search':
      return data
  }
}
