import type {
  Doubt,
  Labels,
  Measurement,
  SamplesData,
  Unit,
} from '../../../../../load/measure/measurement.ts'
import { seriesKey } from './names.ts'

/** All samples of one metric and one set of labels, from however many measurements. */
export interface PooledSamples {
  metric: string
  labels: Labels
  unit: Unit
  points: SamplesData['points']
  doubts: Doubt[]
}

/** Pools the sample measurements that differ in nothing but their window. Those without a value are left out. */
export function pooledSamples(measurements: readonly Measurement[]): PooledSamples[] {
  const pools = new Map<string, PooledSamples>()
  for (const { metric, labels, unit, data, doubts } of measurements) {
    if (data.kind !== 'samples' || data.points.length === 0) continue
    const key = seriesKey(metric, labels)
    const pool = pools.get(key) ?? { metric, labels, unit, points: [], doubts: [] }
    pools.set(key, {
      ...pool,
      points: [...pool.points, ...data.points],
      doubts: [...pool.doubts, ...doubts],
    })
  }
  return [...pools.values()]
}
