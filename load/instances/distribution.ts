import type { Clock } from '../clock.ts'
import { withMeans } from '../http/with-means.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { standardError, sharesOf } from './shares.ts'
import { WITHIN_MS } from './scaling-options.ts'
import type { ScalingOptions } from './scaling-options.ts'
import { TaskFlow } from './task-flow.ts'
import type { Task } from './task-flow.ts'
import { whyNobody } from './why-nobody.ts'

/** How tasks are shared out. */
export interface DistributionOptions extends ScalingOptions {
  /** Tasks that are asked for at least. Default 100. */
  tasks?: number
}

/** With a share that is known so well a tenth of it can be told: more than twice as much. */
const KNOWN_TO = 0.045

/** As long as that takes of a balancer that chooses by chance, ms. */
const MOST_MS = 45_000

/**
 * Asks for as many instances as there may be, and then for tasks; for as many more as it takes to tell a tenth of a share from chance, where the balancer chooses by chance. What becomes of
 * the tasks is not looked at: that would be shared out too.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns `instances.share` of the busiest and the idlest (label `of`), over an even share, in each round of as many tasks as there are instances; and the generator's own health
 */
export async function measureDistribution(
  options: DistributionOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<Measurement[]> {
  const { actions, most, tasks = 100, withinMs = WITHIN_MS } = options
  return withMeans('distribution', options, { clock, recording }, async means => {
    await actions.scale(most)
    const flow = new TaskFlow(options, means).begin()
    let fromMs = 0
    let absence: string | undefined
    try {
      await flow.until(() => flow.namesOfLast(4 * most).size === most, withinMs)
      fromMs = clock.nowMs()
      let wanted = tasks
      const isEnough = (): boolean => {
        const counted = countedFrom(flow, fromMs)
        if (counted.length < wanted) return false
        wanted = counted.length + most
        const { busiest, idlest } = sharesOf(roundsOf(counted, most).map(namesOf), most)
        return Math.max(standardError(busiest), standardError(idlest)) <= KNOWN_TO
      }
      absence = whyNobody(flow, options.origin)
      const mostMs = Math.max(MOST_MS, (2 * 1000 * tasks) / options.perSecond)
      if (absence === undefined) await flow.until(isEnough, mostMs)
    } finally {
      await flow.end()
    }
    const rounds = roundsOf(countedFrom(flow, fromMs), most)
    const shares = sharesOf(rounds.map(namesOf), most)
    return (window, doubts) =>
      (['busiest', 'idlest'] as const).map(of => ({
        metric: 'instances.share',
        unit: 'times',
        labels: { of },
        window,
        data: {
          kind: 'samples',
          points: shares[of].map((value, round) => ({
            atMs: rounds[round]?.[0]?.dueMs ?? window.startMs,
            value,
          })),
        },
        doubts: [...doubts],
        ...(absence === undefined ? {} : { absence }),
      }))
  })
}

/** @returns those of a known instance that were due from then on, in the order in which they were due */
const countedFrom = ({ answered }: TaskFlow, fromMs: number): Task[] =>
  answered
    .filter(({ instance, dueMs }) => instance !== undefined && dueMs >= fromMs)
    .toSorted((a, b) => a.dueMs - b.dueMs)

/** @returns the rounds that are whole */
const roundsOf = (tasks: readonly Task[], most: number): Task[][] =>
  Array.from({ length: Math.floor(tasks.length / most) }, (_, round) =>
    tasks.slice(round * most, (round + 1) * most),
  )

const namesOf = (round: readonly Task[]): string[] => round.flatMap(({ instance }) => instance ?? [])
