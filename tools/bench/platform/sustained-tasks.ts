import { startPlatform } from '../../../fixtures/platform/start.ts'
import { tasks as requests } from '../../../fixtures/targets/reference/reference-tasks.ts'
import type { Measurement } from '../../../load/measure/measurement.ts'
import { tasks } from '../../../load/tasks/tasks.ts'
import { median } from '../../../reports/statistics/median.ts'

/** In the proportions of the specs. */
const SHARES = {
  collaborative: { agents: 10, share: 0.03 },
  autonomous: { agents: 50, share: 0.1 },
  continuous: { agents: 20, share: 0.83 },
  scheduled: { agents: 15, share: 0.04 },
} as const

/** What became of tasks that came at a steady rate. */
export interface SustainedTasks {
  /** Median of the seconds in which the generator was in time; `NaN` where it never was. */
  donePerSecond: number
  /** The whole seconds that there were, and those of them in which the generator was in time. */
  seconds: number
  inTime: number
  asked: number
  /** Failed, lost, done twice or out of order. */
  bad: number
}

/** Has the reference platform do tasks of all modes at a steady rate, asked for by the generator beside it on the same machine. */
export async function sustainTasks(perSecond: number, durationMs: number): Promise<SustainedTasks> {
  const platform = await startPlatform({ agents: 1 })
  try {
    const load = ({ agents, share }: { agents: number; share: number }) => ({
      agents,
      perSecond: perSecond * share,
    })
    const measured = await tasks.run({
      origin: platform.url,
      headers: { authorization: 'Bearer demo-token' },
      requests,
      modes: {
        collaborative: load(SHARES.collaborative),
        autonomous: load(SHARES.autonomous),
        continuous: load(SHARES.continuous),
        scheduled: load(SHARES.scheduled),
      },
      durationMs,
    })
    const rates = measured.flatMap(({ metric, labels, data }) =>
      metric === 'tasks.done' && labels['mode'] === 'all' && data.kind === 'samples'
        ? data.points.map(({ value }) => value)
        : [],
    )
    const [errors, delivery] = [counted(measured, 'tasks.errors'), counted(measured, 'tasks.delivery')]
    return {
      donePerSecond: median(Float64Array.from(rates)),
      // Of the first and the last nothing is told.
      seconds: Math.floor(durationMs / 1000) - 2,
      inTime: rates.length,
      asked: errors.total,
      bad: errors.bad + delivery.bad,
    }
  } finally {
    await platform.stop()
  }
}

/** The sum over all modes. */
function counted(measured: readonly Measurement[], metric: string): { total: number; bad: number } {
  const tallies = measured.flatMap(one =>
    one.metric === metric && one.data.kind === 'tally' ? [one.data] : [],
  )
  return {
    total: tallies.reduce((sum, { total }) => sum + total, 0),
    bad: tallies.reduce((sum, { bad }) => sum + bad, 0),
  }
}
