import type { Measurement } from '../../load/measure/measurement.ts'
import { LEAST_VALUES } from '../statistics/residual-bootstrap.ts'
import { slopeBootstrap } from '../statistics/slope-bootstrap.ts'
import { theilSen } from '../statistics/theil-sen.ts'
import type { Point } from '../statistics/theil-sen.ts'
import { BOOTSTRAP_SEED } from './series-evidence.ts'
import type { SeriesEvidence } from './series-evidence.ts'

/**
 * @param over a label whose value is the load that a measurement's samples were taken at
 * @returns how much the samples grow with each unit of the load, by Theil and Sen; `undefined` with fewer than two loads
 */
export function loadSlope(measurements: readonly Measurement[], over: string): SeriesEvidence | undefined {
  const line = pointsOver(measurements, over)
  const fitted = theilSen(line)
  if (!fitted) return undefined
  return {
    n: line.length,
    observed: fitted.slope,
    parts: line.map(([, value]) => value),
    ...(line.length >= LEAST_VALUES ? { resamples: slopeBootstrap(line, { seed: BOOTSTRAP_SEED }) } : {}),
  }
}

/** @returns each sample at its load, by rising load; those without a load are left out */
function pointsOver(measurements: readonly Measurement[], over: string): Point[] {
  return measurements
    .flatMap(({ labels, data }): Point[] => {
      const load = Number.parseFloat(labels[over] ?? '')
      if (data.kind !== 'samples' || !Number.isFinite(load)) return []
      return data.points.map(({ value }) => [load, value] as const)
    })
    .toSorted(([a], [b]) => a - b)
}
