import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import { FEWER } from '../loops/round-record.ts'
import { inPartialRounds } from '../loops/rounds.ts'
import { withMeans } from '../http/with-means.ts'
import type { Asker } from '../http/asker.ts'
import { numberAt } from '../http/places.ts'
import type { SenderOptions } from '../http/sender.ts'
import { GivingUp } from '../loops/giving-up.ts'
import { OperationRecord } from '../loops/operation-record.ts'
import type { Doubt, Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import type { Tally } from '../measure/tally.ts'
import { Crew } from './crew.ts'
import { TaskClient } from './task-client.ts'
import { TaskEvents } from './task-events.ts'
import type { TaskRequests } from './task-requests.ts'

/** Tasks at once against one after the other. Serialisable. */
export interface ScalingOptions extends SenderOptions {
  requests: TaskRequests
  /** How many are asked for at once, in turns with one after the other. */
  levels: readonly number[]
  /** Agents that do them. */
  agents: number
  /** Default 30. */
  rounds?: number
  /** A round for so much of which this thread was held up is set aside, ms. Default 15. */
  heldUpFromMs?: number
}

/** So many tasks one after the other tell how long one takes. */
const IN_A_ROW = 3

/** How often what tasks share is read while some are under way, ms. */
const READ_MS = 5

/** A speed-up of 8 of tasks of 40 ms is told as 7 where the generator is held up for this long, ms. */
const HELD_UP_MS = 15

/**
 * Asks for autonomous tasks one after the other and for many at once, in turns, and reads meanwhile what all tasks share.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @param signal ends it early: no more is asked for, and agents are let go. Default: it goes on to its end.
 * @returns for each number at once (label `atOnce`) `scaling.latency`, `scaling.service`, `scaling.errors`, and of the rounds in which none of these failed, nor one after the other, `scaling.speedup`:
 * how many times as long they would have taken one after the other; where the target has something that tasks share `scaling.torn`; and the generator's own
 * health
 */
export async function measureScaling(
  options: ScalingOptions,
  clock: Clock,
  recording = new Recording(),
  signal?: AbortSignal,
): Promise<Measurement[]> {
  const { requests, levels, agents, rounds = 30, heldUpFromMs = HELD_UP_MS } = options
  const submit = requests.modes.autonomous?.submit
  if (!submit) return []
  return withMeans('scaling', options, { clock, recording }, async ({ asker, health, startMs }) => {
    const events = new TaskEvents(requests, clock)
    const crew = new Crew(requests, asker, clock)
    const client = new TaskClient(requests, asker, clock, events)
    const { timeoutMs } = asker
    const at = ['1', ...levels.map(String)].map(atOnce => {
      const labels = { atOnce }
      return {
        atOnce,
        record: new OperationRecord({ metric: 'scaling', labels, timeoutMs, startMs }, recording),
        speedup: recording.samples({ metric: 'scaling.speedup', unit: 'times', labels }),
      }
    })
    const torn = recording.tally({ metric: 'scaling.torn', unit: 'count', labels: {} })
    const givingUp = new GivingUp(clock, undefined, signal)
    const one = async (record: OperationRecord): Promise<boolean> => {
      const intendedMs = clock.nowMs()
      const { outcome } = await client.do(submit, { key: randomUUID() }, intendedMs)
      health.began(intendedMs, outcome.startMs)
      record.add(intendedMs, outcome)
      givingUp.heard(outcome)
      return outcome.fault === undefined
    }
    /** How long each of so many took, were they one after the other. */
    const turn = async (atOnce: string): Promise<number | undefined> => {
      const level = at.find(some => some.atOnce === atOnce)
      if (!level || givingUp.signal.aborted) return undefined
      const count = Number(atOnce)
      const beganMs = clock.nowMs()
      const good: boolean[] = []
      if (count === 1) {
        for (let time = 0; time < IN_A_ROW; time++) good.push(await one(level.record))
      } else {
        const reading = new AbortController()
        const read = readShared(requests, asker, clock, torn, reading.signal)
        good.push(...(await Promise.all(Array.from({ length: count }, () => one(level.record)))))
        reading.abort()
        await read
      }
      const each = (clock.nowMs() - beganMs) / (count === 1 ? IN_A_ROW : count)
      return good.every(Boolean) ? each : undefined
    }
    try {
      await events.open(options)
      const wrong = await crew.bring('autonomous', agents)
      if (wrong !== undefined) at[0]?.record.errors.bad(wrong, clock.nowMs())
      await client.do(submit, { key: randomUUID() }, clock.nowMs())
      const names = at.map(({ atOnce }) => atOnce)
      await inPartialRounds({ names, rounds, heldUpFromMs }, turn, took => {
        for (const { atOnce, speedup } of at) {
          const [alone, together] = [took['1'], took[atOnce]]
          if (atOnce !== '1' && alone !== undefined && together !== undefined)
            speedup.add(alone / together, clock.nowMs())
        }
      })
    } finally {
      for (const { cause } of await crew.letGo()) at[0]?.record.errors.bad(cause, clock.nowMs())
      events.close()
    }
    return (window, doubts) => [
      ...at.flatMap(({ record }) => record.measurements(window, doubts)),
      ...at
        .filter(({ atOnce }) => atOnce !== '1')
        .map(({ atOnce, record, speedup }): Measurement => {
          const [cause] = Object.keys(record.counted().causes)
          const data = speedup.toData()
          const why = data.points.length === 0 ? 'No tasks to compare' : FEWER
          return {
            metric: 'scaling.speedup',
            unit: 'times',
            labels: { atOnce },
            window,
            data,
            doubts: [...doubts],
            ...(cause === undefined ? {} : { absence: `${why}: ${cause}.` }),
          }
        }),
      ...(requests.shared ? [tornReads(torn, window, doubts)] : []),
    ]
  })
}

const tornReads = (torn: Tally, window: Measurement['window'], doubts: readonly Doubt[]): Measurement => ({
  metric: 'scaling.torn',
  unit: 'count',
  labels: {},
  window,
  data: torn.toData(),
  doubts: [...doubts],
})

/** Reads until told to stop, and once more. */
async function readShared(
  { shared }: TaskRequests,
  asker: Asker,
  clock: Clock,
  torn: Tally,
  signal: AbortSignal,
): Promise<void> {
  if (!shared) return
  for (let isLast = false; !isLast; isLast = signal.aborted) {
    const atMs = clock.nowMs()
    const { outcome, body } = await asker.ask(shared.request, {}, atMs)
    const [one, other] = shared.equal.map(place => numberAt(body, place))
    if (outcome.fault)
      torn.bad(`not read: ${outcome.fault.cause}`, atMs, 1, outcome.fault.example || undefined)
    else if (one === undefined || other === undefined) torn.bad('no such numbers', atMs, 1, body)
    else if (one === other) torn.good(atMs)
    else torn.bad('torn: the two numbers differ', atMs, 1, `${one} and ${other}`)
    await delay(READ_MS)
  }
}
