import type { Clock } from '../clock.ts'
import { withMeans } from '../http/with-means.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { KNOWN_BY, rowThatShows } from './row-that-shows.ts'
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
    let row: number | undefined
    await actions.scale(instances)
    for (let round = 0; round < rounds && inVain < IN_VAIN && absence === undefined; round++) {
      const flow = new TaskFlow(options, means).begin()
      let fromMs = Number.POSITIVE_INFINITY
      try {
        await flow.until(() => flow.namesOfLast(4 * instances).size >= instances, withinMs)
        // Those that are under way when it is killed are older than that moment.
        fromMs = Math.min(...flow.answered.slice(-4 * instances).map(({ dueMs }) => dueMs), clock.nowMs())
        const victim = flow.answered.at(-1)?.instance
        absence = whyNobody(flow, origin)
        if (absence !== undefined || victim === undefined) break
        row ??= await rowOf(flow, options, { instances, withinMs })
        if (followed && !(await hasTasks(flow, victim))) {
          absence = `No task was under way in ${victim} within ${BUSY_WITHIN_MS / 1000} s: give "scaling.submit" tasks that take longer.`
          break
        }
        const before = flow.answered.length
        await actions.kill(victim)
        const killedMs = clock.nowMs()
        const shows = row
        const since = (): Since => seenSince(flow.tasks, { killedMs, victim, instances, row: shows })
        await flow.until(() => since().kind === 'back', withinMs)
        const seen = since()
        if (seen.kind === 'back') back.add(seen.atMs - killedMs, killedMs)
        else if (seen.kind === 'unseen')
          absence = `The kill of ${victim} was not seen: no ${row} answers in a row came without one of its own. Either "scaling.kill" did not end it, or it was back sooner.`
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

/** @returns how many answers in a row show that an instance is gone, by those that come while all are there */
async function rowOf(
  flow: TaskFlow,
  { perSecond }: KillsOptions,
  { instances, withinMs }: { instances: number; withinMs: number },
): Promise<number> {
  const known = KNOWN_BY * instances
  const from = flow.tasks.length
  const names = (): string[] => flow.tasks.slice(from).flatMap(({ instance }) => instance ?? [])
  await flow.until(() => names().length >= known, Math.max(withinMs, (2 * 1000 * known) / perSecond))
  return rowThatShows(names(), (perSecond * withinMs) / 1000)
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

/** What becomes of tasks that were due after a kill shows: the instance answers on, it is gone, or as many answer as before, and since when (epoch ms). */
export type Since = { kind: 'unseen' | 'gone' } | { kind: 'back'; atMs: number }

/**
 * An instance is gone when none of as many tasks in a row as show that was answered by it. It may come back under another name.
 *
 * @param tasks in the order in which they were due: one whose instance is held up for a while is answered later, and is no sign of its end
 */
export function seenSince(
  tasks: readonly Task[],
  { killedMs, victim, instances, row }: { killedMs: number; victim: string; instances: number; row: number },
): Since {
  let others = 0
  const names = new Set<string>()
  for (const { dueMs, instance, answeredMs, fate } of tasks) {
    if (dueMs < killedMs) continue
    if (others < row) {
      // It may be the victim that has it.
      if (fate.kind === 'asked') break
      if (instance !== undefined) others = instance === victim ? 0 : others + 1
    } else if (instance !== undefined && answeredMs !== undefined) {
      names.add(instance)
      if (names.size >= instances) return { kind: 'back', atMs: answeredMs }
    }
  }
  return { kind: others >= row ? 'gone' : 'unseen' }
}
