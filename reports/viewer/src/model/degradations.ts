import { nearestRank } from '../../../../load/measure/nearest-rank.ts'
import type { Measurement, Unit } from '../../../../load/measure/measurement.ts'
import type { Declared } from '../../../stored/declared.ts'
import { knee } from '../../../knee.ts'
import { lineOf } from './load-line.ts'
import type { LoadLine } from './load-line.ts'
import { pooledSamples } from './measured/pooled-samples.ts'

/** What was measured under one load. */
export interface DegradationLevel {
  load: number
  /** Every value, in order of size. */
  values: number[]
  median: number
  p95: number
}

/** One metric under growing load. */
export interface Degradation {
  metric: string
  /** What the loads are counted in: `agents`. */
  loads: string
  unit: Unit
  /** By rising load. */
  levels: DegradationLevel[]
  /** Where the medians stop being flat; absent when they do not. */
  knee?: DegradationLevel
  /** The straight line through all values; absent where the metric is not shown so. */
  line?: LoadLine
}

/** A curve a metric that is shown by its load, in the order of their places. Samples without a load are left out. */
export function degradationsOf(measurements: readonly Measurement[], declared: Declared): Degradation[] {
  const byMetric = Map.groupBy(pooledSamples(measurements), ({ metric }) => metric)
  return [...byMetric]
    .toSorted(([a], [b]) => declared.byOrder(a, b))
    .flatMap(([metric, own]): Degradation[] => {
      const view = declared.view(metric)
      if (view.kind !== 'levels') return []
      const byLoad = Map.groupBy(own, ({ labels }) => Number.parseInt(labels[view.label] ?? '', 10))
      const levels = [...byLoad]
        .filter(([load]) => Number.isFinite(load))
        .map(([load, pooled]) =>
          levelOf(
            load,
            pooled.flatMap(({ points }) => points),
          ),
        )
        .toSorted((a, b) => a.load - b.load)
      if (levels.length === 0) return []
      const unit = own[0]?.unit ?? 'ms'
      const line = view.fit === 'line' ? lineOf(levels) : undefined
      if (view.fit === 'line') return [{ metric, loads: view.loads, unit, levels, ...(line && { line }) }]
      const bend = levels[knee(levels.map(({ load, median }) => [load, median])) ?? -1]
      return [{ metric, loads: view.loads, unit, levels, ...(bend && { knee: bend }) }]
    })
}

function levelOf(load: number, points: readonly { value: number }[]): DegradationLevel {
  const values = points.map(({ value }) => value).sort((a, b) => a - b)
  return { load, values, median: nearestRank(values, 50) ?? 0, p95: nearestRank(values, 95) ?? 0 }
}
