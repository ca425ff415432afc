import type { Labels, Measurement } from '../../../../load/measure/measurement.ts'
import { knee } from '../../../knee.ts'

/** How a load went, as the search says it. */
export type LevelOutcome = 'held' | 'broken' | 'errors' | 'unclear' | 'generator'

/** A load that was tried. */
export interface CapacityLevel {
  level: number
  /** Of its last try that told something about the target: a generator at its limit does not. */
  outcome: LevelOutcome
  /** Why, in a sentence. */
  because: string
  tries: number
  /** Undefined where nothing was timed. */
  p95Ms: number | undefined
  /** Good answers a second. */
  perSecond: number | undefined
}

/** A search for the most load with every SLO held. */
export interface CapacitySearch {
  workload: string
  /** What the load is counted in: `requests a second`. */
  unit: string
  labels: Labels
  /** Undefined when not even the least load held. */
  most: number | undefined
  /** Why the search ended, in a sentence. */
  stopped: string
  /** By rising load. */
  levels: CapacityLevel[]
  /** The load up to which the 95th percentile stays flat; undefined when it does not bend. */
  kneeAt: number | undefined
}

const OUTCOMES: readonly LevelOutcome[] = ['held', 'broken', 'errors', 'unclear', 'generator']

/** The searches of a run, in the order in which they ended. */
export function capacitySearchesOf(measurements: readonly Measurement[]): CapacitySearch[] {
  return measurements
    .filter(({ metric }) => metric === 'capacity')
    .map(({ labels, data, absence }): CapacitySearch => {
      const workload = labels['workload'] ?? ''
      const own = measurements.filter(each => each.labels['workload'] === workload)
      const levels = levelsOf(own)
      const timed = levels.flatMap(({ level, outcome, p95Ms }) =>
        p95Ms === undefined || outcome === 'generator' ? [] : [[level, p95Ms] as const],
      )
      return {
        workload,
        unit: labels['unit'] ?? workload,
        labels,
        most: valuesOf(data)[0],
        stopped: absence ?? labels['stopped'] ?? '',
        levels,
        kneeAt: timed[knee(timed) ?? -1]?.[0],
      }
    })
}

function levelsOf(measurements: readonly Measurement[]): CapacityLevel[] {
  const tries = measurements
    .filter(({ metric }) => metric === 'capacity.level')
    .flatMap(({ labels, data }) => valuesOf(data).map(level => ({ level, labels })))
  const figure = (metric: string, level: number) =>
    measurements
      .filter(each => each.metric === metric && each.labels['level'] === String(level))
      .flatMap(({ data }) => valuesOf(data))
      .at(-1)
  return [...Map.groupBy(tries, ({ level }) => level)]
    .map(([level, own]): CapacityLevel => {
      const decisive = own.findLast(({ labels }) => labels['outcome'] !== 'generator') ?? own.at(-1)
      return {
        level,
        outcome: OUTCOMES.find(each => each === decisive?.labels['outcome']) ?? 'unclear',
        because: decisive?.labels['because'] ?? '',
        tries: own.length,
        p95Ms: figure('capacity.p95', level),
        perSecond: figure('capacity.rate', level),
      }
    })
    .toSorted((a, b) => a.level - b.level)
}

const valuesOf = (data: Measurement['data']): number[] =>
  data.kind === 'samples' ? data.points.map(({ value }) => value) : []
