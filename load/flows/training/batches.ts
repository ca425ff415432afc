import { randomUUID } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { SenderOptions } from '../../http/sender.ts'
import { withMeans } from '../../http/with-means.ts'
import { runClosedLoop } from '../../loops/closed-loop.ts'
import { GivingUp } from '../../loops/giving-up.ts'
import { OperationRecord } from '../../loops/operation-record.ts'
import type { Measurement } from '../../measure/measurement.ts'
import { Recording } from '../../measure/recording.ts'
import { Recent } from '../../recent.ts'
import { follow } from '../follow.ts'
import type { TrainingRequests } from './training-requests.ts'

/** Training jobs of several trajectories. Serialisable. */
export interface BatchOptions extends SenderOptions {
  requests: TrainingRequests
  /** Trajectories of a batch. */
  trajectories: number
  /** Batches in all, of which `atOnce` are under way. */
  batches: number
  atOnce: number
  /** After so long no more are asked for, ms, when there have been `atLeast`. */
  durationMs: number
  /** Default 0. */
  atLeast?: number
}

/** A batch is looked at so often: its time is told too long by as much. */
const LOOK_MS = 100

/** When a batch counts as one that never ends: twice what one may take. A request of one is to be answered sooner, as every other. */
const BATCH_MS = 60_000

/**
 * Asks for batches of trajectories, some at a time (the closed model), and measures each from the request for it to the answer that it is done.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns `training.batch.latency`, `training.batch.service` and `training.batch.errors`, and the generator's own health; nothing where the target has no jobs of
 * several trajectories
 */
export async function measureBatches(
  options: BatchOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<Measurement[]> {
  const { requests, trajectories, batches, atOnce, durationMs, atLeast = 0 } = options
  const { batch } = requests
  if (!batch) return []
  return withMeans('batches', options, { clock, recording }, async ({ asker, health, startMs }) => {
    const kept = { metric: 'training.batch', labels: {}, timeoutMs: BATCH_MS, startMs, tellsUntimed: true }
    const record = new OperationRecord(kept, recording)
    const follower = { asker, clock, everyMs: LOOK_MS, withinMs: BATCH_MS, given: new Recent<true>(clock) }
    const givingUp = new GivingUp(clock)
    await runClosedLoop(
      {
        operation: (_index, intendedMs) => {
          const variables = { key: randomUUID(), trajectories: String(trajectories) }
          return follow(batch, requests, variables, intendedMs, follower)
        },
        clients: atOnce,
        times: batches,
        untilMs: clock.nowMs() + durationMs,
        atLeast,
        signal: givingUp.signal,
        heard: (outcome, intendedMs) => {
          health.began(intendedMs, outcome.startMs)
          givingUp.heard(outcome)
          record.add(intendedMs, outcome)
        },
      },
      clock,
    )
    return (window, doubts) => record.measurements(window, doubts)
  })
}
