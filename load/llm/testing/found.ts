import type { Measurement } from '../../measure/measurement.ts'

/** @returns the first measurement of a metric @throws Error where there is none */
export function found(all: readonly Measurement[], metric: string): Measurement {
  const first = all.find(one => one.metric === metric)
  if (!first) throw new Error(`There is no ${metric}.`)
  return first
}
