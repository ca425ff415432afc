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
    const first = new TaskFlow(options, means).begin()
    await first.until(() => first.namesOfLast(4 * most).size === most, withinMs)
    await first.end()
    const flow = new TaskFlow(options, means).begin()
    let wanted = tasks
    const isEnough = (): boolean => {
      if (flow.answered.length < wanted) return false
      wanted = flow.answered.length + most
      const { busiest, idlest } = sharesOf(roundsOf(flow, most).map(namesOf), most)
      return Math.max(standardError(busiest), standardError(idlest)) <= KNOWN_TO
    }
    await flow.until(isEnough, Math.max(MOST_MS, (2 * 1000 * tasks) / options.perSecond))
    await flow.end()
    const rounds = roundsOf(flow, most)
    const shares = sharesOf(rounds.map(namesOf), most)
    const absence = whyNobody(flow, options.origin)
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

/** @returns the rounds that are whole, of tasks in the order in which they were due */
function roundsOf({ answered }: TaskFlow, most: number): Task[][] {
  const named = answered
    .filter(({ instance }) => instance !== undefined)
    .toSorted((a, b) => a.dueMs - b.dueMs)
  return Array.from({ length: Math.floor(named.length / most) }, (_, round) =>
    named.slice(round * most, (round + 1) * most),
  )
}

const namesOf = (round: readonly Task[]): string[] => round.flatMap(({ instance }) => instance ?? [])
