import type { Measurement } from '../measure/measurement.ts'

/** @returns what measurements are of and what was measured, in the order of their names: neither their windows nor their doubts */
export const figuresOf = (all: readonly Measurement[]): [key: string, data: Measurement['data']][] =>
  all
    .map(({ metric, labels, data }): [string, Measurement['data']] => [
      JSON.stringify([metric, Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))]),
      data,
    ])
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
