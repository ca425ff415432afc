import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { SenderOptions } from '../http/sender.ts'
import { serverTimingMs } from '../http/server-timing.ts'
import { withMeans } from '../http/with-means.ts'
import { DoneRate } from '../loops/done-rate.ts'
import { GivingUp } from '../loops/giving-up.ts'
import { runClosedLoop } from '../loops/closed-loop.ts'
import { runOpenLoop } from '../loops/open-loop.ts'
import { OperationRecord } from '../loops/operation-record.ts'
import type { Operation } from '../loops/operation.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { PostgresWatch } from './postgres-watch.ts'
import { removeAgents } from './remove-agents.ts'
import type { StateRequests } from './state-requests.ts'

/** Trajectories that are written through a platform. Serialisable. */
export interface WriteOptions extends SenderOptions {
  write: NonNullable<StateRequests['write']>
  /** Removes all of `{{agent}}` in the end. Default: trajectories stay. */
  remove?: StateRequests['remove']
  /** Writes a second, and for how long. */
  perSecond: number
  durationMs: number
  /** Callers at once, afterwards, more than the platform's pool has connections; and how many writes they make in all. */
  callers: number
  times: number
  /** The database's address, where it can be asked what it sees. */
  postgres?: string
}

const WAIT = 'wait'

/**
 * Writes trajectories at intended times, and then by many callers at once, each of which begins its next when the last is done.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @param signal ends it early: what it has saved is removed. Default: it goes on to its end.
 * @returns `db.writes`, those done in each second of the first part (see `DoneRate`); `db.write.latency`, `.service`, `.errors` and `.wait`, for a connection, of both (label `callers`:
 * `steady`, `crowd`); `postgres.connections` and `postgres.lock-waits`
 * @throws ServiceError when PostgreSQL can't be asked
 */
export async function measureWrites(
  options: WriteOptions,
  clock: Clock,
  recording = new Recording(),
  signal?: AbortSignal,
): Promise<Measurement[]> {
  const { write, remove, perSecond, durationMs, callers, times, postgres } = options
  const watch = postgres === undefined ? undefined : await PostgresWatch.open(postgres, clock)
  const run = randomUUID().slice(0, 8)
  const agents = Array.from({ length: callers }, (_, caller) => `fleetmark-${run}-${caller}`)
  try {
    return await withMeans('writes', options, { clock, recording }, async means => {
      const { asker, startMs } = means
      const wait = {
        name: WAIT,
        unit: 'ms',
        of: ({ values }: { values?: Readonly<Record<string, number>> | undefined }) => values?.[WAIT],
        absence: `No answer had a header Server-Timing with an entry "${write.wait}".`,
      } as const
      const recordOf = (who: string): OperationRecord =>
        new OperationRecord(
          {
            metric: 'db.write',
            labels: { callers: who },
            timeoutMs: asker.timeoutMs,
            startMs,
            figures: [wait],
          },
          recording,
        )
      const operation: Operation = async (index, intendedMs) => {
        const agent = agents[index % callers] ?? ''
        const { outcome, answered } = await asker.ask(write.request, { agent }, intendedMs)
        const waitedMs = answered && serverTimingMs(answered, write.wait)
        return outcome.fault || waitedMs === undefined
          ? outcome
          : { ...outcome, values: { [WAIT]: waitedMs } }
      }
      const steady = recordOf('steady')
      const givingUp = new GivingUp(clock, undefined, signal)
      const begunMs = clock.nowMs()
      const rate = new DoneRate(begunMs, durationMs)
      const counted: Operation = async (index, intendedMs, signal) => {
        const outcome = await operation(index, intendedMs, signal)
        rate.began(intendedMs, outcome.startMs)
        if (!outcome.fault) rate.add(outcome.endMs)
        return outcome
      }
      const arrivals = { kind: 'constant', perSecond, durationMs } as const
      await runOpenLoop([{ operation: counted, arrivals, record: steady }], begunMs, { ...means, givingUp })
      const crowd = recordOf('crowd')
      await runClosedLoop(
        {
          operation,
          clients: callers,
          times,
          signal: givingUp.signal,
          heard: (outcome, intendedMs) => {
            crowd.add(intendedMs, outcome)
            givingUp.heard(outcome)
          },
        },
        clock,
      )
      return (window, doubts) => {
        const steadily = steady.measurements(window, doubts)
        return [
          rate.measurement({ metric: 'db.writes', labels: {} }, window, steadily[0]?.doubts ?? []),
          ...steadily,
          ...crowd.measurements(window, doubts),
          ...(watch?.measurements(window) ?? []),
        ]
      }
    })
  } finally {
    await watch?.close()
    await removeAgents({ ...options, remove, agents }, clock)
  }
}
