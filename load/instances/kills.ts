import type { Clock } from '../clock.ts'
import { withMeans } from '../http/with-means.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { WITHIN_MS } from './scaling-options.ts'
import type { ScalingOptions } from './scaling-options.ts'
import { TaskAccounts } from './task-accounts.ts'
import { TaskFlow } from './task-flow.ts'
import type { Task } from './task-flow.ts'
import { whyNobody } from './why-nobody.ts'

/** Instances that are killed. */
export interface KillsOptions extends ScalingOptions {
  /** How many instances there are. Default 3, or the most. */
  instances?: number
  /** How often one is killed. Default 3. */
  rounds?: number
}

const BACK = { metric: 'instances.back', unit: 'ms', labels: {} } as const
const LOST = { metric: 'instances.kill.lost', unit: 'count', labels: {} } as const

/** So many that did not come back are enough. */
const IN_VAIN = 2

/** So many tasks of each round are looked at, at least: while an instance is away that is back at once there are few. Three rounds make the 100 of its SLO. */
const LEAST_TASKS = 40

/** How long tasks are waited for to be under way in the instance that is killed, ms. */
const BUSY_WITHIN_MS = 5000

/**
 * Kills one of several instances with tasks in it, several times, and waits until as many serve as before by themselves; and looks what became of all tasks.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns `instances.back`, from the kill until as many instances answer as before; where it is told what becomes of tasks `instances.kill.lost`: those that were taken and of which
 * nothing is told any more; `instances.refused`; and the generator's own health
 */
export async function measureKills(
  options: KillsOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<Measurement[]> {
  const { actions, most, rounds = 3, withinMs = WITHIN_MS, origin, followed } = options
  const { instances = Math.min(3, most) } = options
  return withMeans('kills', options, { clock, recording }, async means => {
    const back = recording.samples(BACK)
    const accounts = new TaskAccounts(LOST, 'kill', recording)
    let inVain = 0
    let absence: string | undefined
    await actions.scale(instances)
    for (let round = 0; round < rounds && inVain < IN_VAIN && absence === undefined; round++) {
      const flow = new TaskFlow(options, means).begin()
      let fromMs = Number.POSITIVE_INFINITY
      try {
        await flow.until(() => flow.namesOfLast(4 * instances).size >= instances, withinMs)
        fromMs = clock.nowMs()
        const before = flow.answered.length
        const victim = flow.answered.at(-1)?.instance
        absence = whyNobody(flow, origin)
        if (absence !== undefined || victim === undefined) break
        if (followed && !(await hasTasks(flow, victim))) {
          absence = `No task was under way in ${victim} within ${BUSY_WITHIN_MS / 1000} s: give "scaling.submit" tasks that take longer.`
          break
        }
        await actions.kill(victim)
        const killedMs = clock.nowMs()
        const since = (): Since => seenSince(flow.answered, { killedMs, victim, instances })
        const backMs = await flow.until(() => since() === 'back', withinMs)
        if (backMs !== undefined) back.add(backMs - killedMs, killedMs)
        else if (since() === 'unseen')
          absence = `The kill of ${victim} was not seen: no ${4 * instances} answers in a row came without one of its own. Either "scaling.kill" did not end it, or it was back sooner.`
        else {
          back.addCensored(withinMs, killedMs)
          inVain++
        }
        if (followed && absence === undefined)
          await flow.until(() => flow.answered.length - before >= LEAST_TASKS, withinMs)
      } finally {
        await flow.end()
        accounts.add(flow, fromMs)
      }
    }
    await accounts.settle()
    return (window, doubts) => [
      {
        ...BACK,
        window,
        data: back.toData(),
        doubts: [...doubts],
        ...(absence === undefined ? {} : { absence }),
      },
      ...accounts
        .measurements(window, [...doubts], absence)
        .filter(({ metric }) => followed || metric !== LOST.metric),
    ]
  })
}

async function hasTasks(flow: TaskFlow, victim: string): Promise<boolean> {
  const untilMs = performance.now() + BUSY_WITHIN_MS
  do {
    if ((await flow.countIn(victim)) > 0) return true
    // One task more.
    const { length } = flow.answered
    await flow.until(() => flow.answered.length > length, BUSY_WITHIN_MS)
  } while (performance.now() < untilMs)
  return false
}

/** What answers to tasks that were due after a kill show: the instance answers on, it is gone, or as many answer as before. */
export type Since = 'unseen' | 'gone' | 'back'

/**
 * An instance is gone when four times as many answers as there are instances came without one of its own; by chance that many come once in 130 times where there are three. It may come
 * back under another name.
 */
export function seenSince(
  answered: readonly Pick<Task, 'dueMs' | 'instance'>[],
  { killedMs, victim, instances }: { killedMs: number; victim: string; instances: number },
): Since {
  let others = 0
  const names = new Set<string>()
  for (const { dueMs, instance } of answered) {
    if (dueMs < killedMs || instance === undefined) continue
    if (others >= 4 * instances) names.add(instance)
    else others = instance === victim ? 0 : others + 1
  }
  if (others < 4 * instances) return 'unseen'
  return names.size >= instances ? 'back' : 'gone'
}
