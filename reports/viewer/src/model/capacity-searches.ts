import type { LevelOutcome } from '../../../../load/capacity/search.ts'
import type { Measurement, SearchData } from '../../../../load/measure/measurement.ts'
import { knee } from '../../../knee.ts'
import { describeSearchEnd } from '../../../wording/search-end.ts'

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
  loads: string
  /** Undefined when not even the least load held. */
  most: number | undefined
  /** Why the search ended, in a sentence. */
  stopped: string
  /** By rising load. */
  levels: CapacityLevel[]
  /** The load up to which the 95th percentile stays flat; undefined when it does not bend. */
  kneeAt: number | undefined
}

/** The searches of a run, in the order in which they ended. */
export function capacitySearchesOf(measurements: readonly Measurement[]): CapacitySearch[] {
  return measurements.flatMap(({ labels, data }): CapacitySearch[] => {
    if (data.kind !== 'search') return []
    const levels = levelsOf(data)
    const timed = levels.flatMap(({ level, outcome, p95Ms }) =>
      p95Ms === undefined || outcome === 'generator' ? [] : [[level, p95Ms] as const],
    )
    return [
      {
        workload: labels['workload'] ?? data.loads,
        loads: data.loads,
        most: data.best,
        stopped: describeSearchEnd(data),
        levels,
        kneeAt: timed[knee(timed) ?? -1]?.[0],
      },
    ]
  })
}

function levelsOf({ levels }: SearchData): CapacityLevel[] {
  return [...Map.groupBy(levels, ({ level }) => level)]
    .map(([level, own]): CapacityLevel => {
      const decisive = own.findLast(({ outcome }) => outcome !== 'generator') ?? own.at(-1)
      return {
        level,
        outcome: decisive?.outcome ?? 'unclear',
        because: decisive?.because ?? '',
        tries: own.length,
        p95Ms: decisive?.p95Ms,
        perSecond: decisive?.perSecond,
      }
    })
    .toSorted((a, b) => a.level - b.level)
}
