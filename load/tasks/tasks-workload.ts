import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { withMeans } from '../http/with-means.ts'
import type { SenderOptions } from '../http/sender.ts'
import { GivingUp } from '../loops/giving-up.ts'
import { runOpenLoop } from '../loops/open-loop.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { Crew } from './crew.ts'
import { Delivery } from './delivery.ts'
import { DoneRate } from '../loops/done-rate.ts'
import { ModeRun } from './mode-run.ts'
import type { ModeLoad } from './mode-run.ts'
import { TaskClient } from './task-client.ts'
import { TaskEvents } from './task-events.ts'
import { TASK_MODES } from './task-requests.ts'
import type { TaskMode, TaskRequests } from './task-requests.ts'

/** Tasks, and how they come. Serialisable. */
export interface TasksOptions extends SenderOptions {
  requests: TaskRequests
  modes: Readonly<Record<TaskMode, ModeLoad>>
  durationMs: number
  /** How much later than it is asked for a scheduled task is due, ms. Default 500. */
  afterMs?: number
}

/** Tasks of each mode that are done beforehand, one after the other, so that agents are up and code is compiled. */
const REHEARSED = 3

/**
 * Asks for tasks of all modes that the target has, at intended times and at once (the open model), and follows each to its end. The messages of a mode's streams, one
 * stream for each of its agents, are due in turn. Of a scheduled task the time that it is to wait is no part of its time.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @param signal ends it early: no more is asked for, and agents are let go. Default: it goes on to its end.
 * @returns of each mode (label `mode`) `tasks.latency`, `tasks.service`, `tasks.errors` and `tasks.done`, of all together (mode `all`) `tasks.done`, and
 * `tasks.delivery`; and the generator's own health
 */
export async function runTasks(
  options: TasksOptions,
  clock: Clock,
  recording = new Recording(),
  signal?: AbortSignal,
): Promise<Measurement[]> {
  const { requests, modes, durationMs, afterMs = 500 } = options
  return withMeans('tasks', options, { clock, recording }, async ({ asker, health }) => {
    const events = new TaskEvents(requests, clock)
    const crew = new Crew(requests, asker, clock)
    const client = new TaskClient(requests, asker, clock, events)
    const asked = TASK_MODES.filter(mode => requests.modes[mode])
    let stayed: Awaited<ReturnType<Crew['letGo']>> = []
    try {
      await events.open(options)
      const wrong = new Map<TaskMode, string>()
      for (const mode of asked) {
        if (signal?.aborted) break
        const cause = await crew.bring(mode, modes[mode].agents)
        if (cause !== undefined) wrong.set(mode, cause)
        await rehearse(mode, requests, client, clock)
      }
      const delivery = new Delivery(clock, recording, events.twice, requests.states.done)
      const startMs = clock.nowMs()
      const all = new DoneRate(startMs, durationMs)
      const { timeoutMs } = asker
      const means = { requests, client, recording, delivery, startMs, durationMs, timeoutMs, afterMs, all }
      const runs = asked.map(mode => {
        const run = new ModeRun(mode, modes[mode], means)
        const cause = wrong.get(mode)
        if (cause !== undefined) run.note(cause)
        return { mode, run }
      })
      const streams = runs.map(({ run }) => run.stream)
      await runOpenLoop(streams, startMs, { health, givingUp: new GivingUp(clock, undefined, signal), clock })
      const endMs = clock.nowMs()
      await delivery.settle(id => client.look(id, clock.nowMs()))
      return (window, doubts) => {
        for (const { mode, run } of runs) for (const one of stayed) if (one.mode === mode) run.note(one.cause)
        const measured = runs.flatMap(({ run }) => run.measurements({ startMs, endMs }, doubts))
        const unapplied = measured
          .filter(({ metric }) => metric === 'tasks.done')
          .flatMap(one => one.doubts.filter(({ kind }) => kind === 'load-not-applied'))
        return [
          ...measured,
          all.measurement({ metric: 'tasks.done', labels: { mode: 'all' } }, { startMs, endMs }, [
            ...doubts,
            ...unapplied,
          ]),
          delivery.measurement(window, [...doubts]),
        ]
      }
    } finally {
      stayed = await crew.letGo()
      events.close()
    }
  })
}

/** What comes of these is not looked at: what is wrong with them is wrong with those that count, too. */
async function rehearse(mode: TaskMode, { modes }: TaskRequests, client: TaskClient, clock: Clock) {
  const submit = modes[mode]?.submit
  if (!submit) return
  for (let time = 0; time < REHEARSED; time++) {
    const variables = { key: randomUUID(), stream: 'rehearsal', number: String(time), afterMs: '0' }
    const { outcome } = await client.do(submit, variables, clock.nowMs())
    if (outcome.fault) return
  }
}
