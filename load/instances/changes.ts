import type { Clock } from '../clock.ts'
import { withMeans } from '../http/with-means.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { fewerThan, WITHIN_MS } from './scaling-options.ts'
import type { ScalingOptions } from './scaling-options.ts'
import { TaskAccounts } from './task-accounts.ts'
import { TaskFlow } from './task-flow.ts'
import { whyNobody } from './why-nobody.ts'

/** Instances that come and go. */
export interface ChangesOptions extends ScalingOptions {
  /** How often. Default 3. */
  rounds?: number
}

const UP = { metric: 'instances.up', unit: 'ms', labels: {} } as const
const DOWN = { metric: 'instances.down.lost', unit: 'count', labels: {} } as const

/** So many changes that did not come are enough. */
const IN_VAIN = 2

/**
 * Has one instance, then the most, then fewer (of five: two), several times, while tasks are asked for; and looks whether all of these were done.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns `instances.up`, from the moment that the most were asked for until each of them has answered; `instances.down.lost`: tasks that were taken and not done, or broke off;
 * `instances.refused`; and the generator's own health
 */
export async function measureChanges(
  options: ChangesOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<Measurement[]> {
  const { actions, most, rounds = 3, withinMs = WITHIN_MS, origin } = options
  return withMeans('changes', options, { clock, recording }, async means => {
    const up = recording.samples(UP)
    const accounts = new TaskAccounts(DOWN, 'scale', recording)
    const fewer = fewerThan(most)
    let inVain = 0
    let absence: string | undefined
    let unseen: string | undefined
    let crowded: string | undefined
    for (let round = 0; round < rounds && inVain < IN_VAIN && absence === undefined; round++) {
      const flow = new TaskFlow(options, means)
      await actions.scale(1)
      flow.begin()
      let fromMs = Number.POSITIVE_INFINITY
      try {
        const oneMs = await flow.until(() => answersOf(flow, 1), withinMs)
        absence = whyNobody(flow, origin)
        if (absence !== undefined) break
        if (oneMs === undefined) {
          crowded ??= `More than one instance still answered ${withinMs / 1000} s after "scaling.scale" was to leave one, so that none could come.`
          inVain++
          continue
        }
        fromMs = clock.nowMs()
        const scaled = actions.scale(most)
        // What it throws is thrown below.
        scaled.catch(() => {})
        const names = new Set<string>()
        const seen = (): boolean => {
          for (const { instance, dueMs } of flow.answered.slice(-2 * most))
            if (instance !== undefined && dueMs >= fromMs) names.add(instance)
          return names.size >= most
        }
        const upMs = await flow.until(seen, withinMs)
        await scaled
        if (upMs === undefined) {
          up.addCensored(withinMs, fromMs)
          inVain++
          unseen ??= `Not all of ${most} instances were there in time, so that none could go.`
          continue
        }
        up.add(upMs - fromMs, fromMs)
        await actions.scale(fewer)
        const downMs = await flow.until(() => answersOf(flow, fewer), withinMs)
        if (downMs === undefined)
          unseen ??= `More than ${fewer} instances still answered ${withinMs / 1000} s after "scaling.scale" was to leave ${fewer}.`
      } finally {
        await flow.end()
        accounts.add(flow, fromMs)
      }
    }
    await accounts.settle()
    return (window, doubts) => [
      {
        ...UP,
        window,
        data: up.toData(),
        doubts: [...doubts],
        ...withAbsence(absence ?? crowded),
      },
      ...accounts.measurements(window, [...doubts], absence ?? unseen ?? crowded),
    ]
  })
}

const withAbsence = (absence: string | undefined): Pick<Measurement, 'absence'> =>
  absence === undefined ? {} : { absence }

/** Whether no more than so many have given the last answers: of one more, which is chosen by chance, 18 of 3 would have shown it but once in 1000 times. */
function answersOf(flow: TaskFlow, instances: number): boolean {
  const last = 6 * (instances + 1)
  return flow.answered.length >= last && flow.namesOfLast(last).size <= instances
}
