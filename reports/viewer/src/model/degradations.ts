import { nearestRank } from '../../../../load/measure/nearest-rank.ts'
import type { Measurement, Unit } from '../../../../load/measure/measurement.ts'
import { knee } from '../../../knee.ts'
import { pooledSamples } from './measured/pooled-samples.ts'

/** What the page did under one number of agents. */
export interface DegradationLevel {
  agents: number
  /** Every value, in order of size. */
  values: number[]
  median: number
  p95: number
}

/** One metric of the observed page under growing load. */
export interface Degradation {
  metric: string
  unit: Unit
  /** By rising number of agents. */
  levels: DegradationLevel[]
  /** Where the medians stop being flat; absent when they do not. */
  knee?: DegradationLevel
}

const ORDER = ['ready', 'inp', 'paint', 'long-frames'].map(name => `users.degradation.${name}`)

/** Whether a metric is of the page under growing load. */
export function isDegradation(metric: string): boolean {
  return metric.startsWith('users.degradation.')
}

/** A curve a metric of `users.degradation.*`, readiness first. Samples without a number of agents are left out. */
export function degradationsOf(measurements: readonly Measurement[]): Degradation[] {
  const pools = pooledSamples(measurements).filter(
    ({ metric, labels }) => isDegradation(metric) && Number.isFinite(agentsOf(labels)),
  )
  return [...Map.groupBy(pools, ({ metric }) => metric)]
    .map(([metric, own]): Degradation => {
      const byAgents = Map.groupBy(own, ({ labels }) => agentsOf(labels))
      const levels = [...byAgents]
        .map(([agents, pooled]) =>
          levelOf(
            agents,
            pooled.flatMap(({ points }) => points),
          ),
        )
        .toSorted((a, b) => a.agents - b.agents)
      const bend = levels[knee(levels.map(({ agents, median }) => [agents, median])) ?? -1]
      return { metric, unit: own[0]?.unit ?? 'ms', levels, ...(bend && { knee: bend }) }
    })
    .toSorted((a, b) => rank(a.metric) - rank(b.metric))
}

function levelOf(agents: number, points: readonly { value: number }[]): DegradationLevel {
  const values = points.map(({ value }) => value).sort((a, b) => a - b)
  return { agents, values, median: nearestRank(values, 50) ?? 0, p95: nearestRank(values, 95) ?? 0 }
}

const agentsOf = (labels: Measurement['labels']): number => Number.parseInt(labels['agents'] ?? '', 10)

function rank(metric: string): number {
  const at = ORDER.indexOf(metric)
  return at < 0 ? ORDER.length : at
}
