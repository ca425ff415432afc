import { randomUUID } from 'node:crypto'
import type { ArrivalShape } from '../../arrivals.ts'
import type { Clock } from '../../clock.ts'
import type { SenderOptions } from '../../http/sender.ts'
import { withMeans } from '../../http/with-means.ts'
import { runClosedLoop } from '../../loops/closed-loop.ts'
import { GivingUp } from '../../loops/giving-up.ts'
import { runOpenLoop } from '../../loops/open-loop.ts'
import { OperationRecord } from '../../loops/operation-record.ts'
import type { Operation } from '../../loops/operation.ts'
import type { Measurement } from '../../measure/measurement.ts'
import { Recording } from '../../measure/recording.ts'
import { Recent } from '../../recent.ts'
import { follow } from '../follow.ts'
import type { TrainingRequests } from './training-requests.ts'

/** Training jobs, and how they come; a load that is left out is none. Serialisable. */
export interface TrainingOptions extends SenderOptions {
  requests: TrainingRequests
  /** So many are under way at once, `jobs` of them in all. */
  concurrent?: { atOnce: number; jobs: number }
  /** So many are due in one moment. */
  spike?: number
  /** So many are due a second, for as long as other loads of the target, or for as long as it takes to see whether it holds out. */
  sustained?: { perSecond: number; durationMs: number }
  endurance?: { perSecond: number; durationMs: number }
}

/** A job is looked at so often, ms: 200 of them are 800 requests a second, and its time is told too long by as much. */
const LOOK_MS = 250

/**
 * Asks for training jobs, each of one trajectory, and follows them to their end: many at once (the closed model), many in one moment, and at a steady
 * rate (the open model), one load after the other.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns of each load (label `load`: `concurrent`, `spike`, `sustained`, `endurance`) `training.latency`, `training.service` and `training.errors`, and of the looks at its
 * jobs `training.status.latency`, `.service` and `.errors`; and the generator's own health
 */
export async function measureTrainingJobs(
  options: TrainingOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<Measurement[]> {
  const { requests, concurrent, spike } = options
  return withMeans('training', options, { clock, recording }, async ({ asker, health }) => {
    const records: OperationRecord[] = []
    const given = new Recent<true>(clock)
    const begin = (load: string): { jobs: OperationRecord; operation: Operation; startMs: number } => {
      const kept = { labels: { load }, timeoutMs: asker.timeoutMs, startMs: clock.nowMs() }
      const jobs = new OperationRecord({ ...kept, metric: 'training' }, recording)
      const looks = new OperationRecord({ ...kept, metric: 'training.status' }, recording)
      records.push(jobs, looks)
      const follower = {
        asker,
        clock,
        everyMs: LOOK_MS,
        given,
        looked: (...[outcome, intendedMs]: Parameters<NonNullable<Looked>>) => {
          health.began(intendedMs, outcome.startMs)
          looks.add(intendedMs, outcome)
        },
      }
      const operation: Operation = (_index, intendedMs) =>
        follow(requests.start, requests, { key: randomUUID() }, intendedMs, follower)
      return { jobs, operation, startMs: kept.startMs }
    }
    const open = async (load: string, arrivals: ArrivalShape): Promise<void> => {
      const { jobs, operation, startMs } = begin(load)
      const means = { health, clock, givingUp: new GivingUp(clock) }
      await runOpenLoop([{ operation, arrivals, record: jobs }], startMs, means)
    }
    const closed = async ({ atOnce, jobs: times }: NonNullable<TrainingOptions['concurrent']>) => {
      const { jobs, operation } = begin('concurrent')
      const givingUp = new GivingUp(clock)
      await runClosedLoop(
        {
          operation,
          clients: atOnce,
          times,
          signal: givingUp.signal,
          heard: (outcome, intendedMs) => {
            givingUp.heard(outcome)
            jobs.add(intendedMs, outcome)
          },
        },
        clock,
      )
    }
    if (concurrent) await closed(concurrent)
    if (spike !== undefined)
      await open('spike', { kind: 'burst', size: spike, everyMs: 1000, durationMs: 1000 })
    for (const load of ['sustained', 'endurance'] as const) {
      const rate = options[load]
      if (rate) await open(load, { kind: 'constant', ...rate })
    }
    return (window, doubts) => records.flatMap(record => record.measurements(window, doubts))
  })
}

type Looked = Parameters<typeof follow>[4]['looked']
