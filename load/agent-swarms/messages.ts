import type { Clock } from '../clock.ts'
import type { SenderOptions } from '../http/sender.ts'
import { withMeans } from '../http/with-means.ts'
import type { Means } from '../http/with-means.ts'
import { DoneRate } from '../loops/done-rate.ts'
import { GivingUp } from '../loops/giving-up.ts'
import { runOpenLoop } from '../loops/open-loop.ts'
import { OperationRecord } from '../loops/operation-record.ts'
import type { Operation } from '../loops/operation.ts'
import type { Doubt, Labels, Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { SwarmClient } from './swarm-client.ts'
import type { Swarm } from './swarm-client.ts'
import { SwarmSet } from './swarm-set.ts'
import type { SwarmsRequests } from './swarms-requests.ts'

/** Swarms, and the messages in them. Serialisable. */
export interface SwarmMessagesOptions extends SenderOptions {
  requests: SwarmsRequests
  swarms: number
  /** Of each swarm. */
  members: number
  /** Messages a second, of all swarms together, one load after the other; `load` is its label. Default none. */
  loads?: readonly { load: string; perSecond: number }[]
  /** Of each load, ms. */
  durationMs: number
}

/**
 * Creates swarms, ten at once, and waits until each has elected a leader; then has their members send each other messages at intended times, the swarms in turn. A
 * message is counted when the target has told that it came; where a request is for several, none took longer than the request.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @param signal ends it early: its swarms are removed. Default: it goes on to its end.
 * @returns `swarms.created` and `swarms.creation`; of each load (label `load`) `swarms.latency`, `swarms.service`, `swarms.errors`, `swarms.lost` and
 * `swarms.delivered`; and the generator's own health
 */
export async function measureSwarms(
  options: SwarmMessagesOptions,
  clock: Clock,
  recording = new Recording(),
  signal?: AbortSignal,
): Promise<Measurement[]> {
  const { requests, swarms, members, loads = [], durationMs } = options
  return withMeans('swarms', options, { clock, recording }, async ({ asker, health, startMs }) => {
    const client = new SwarmClient(requests, asker, clock)
    const set = new SwarmSet(client, clock, signal)
    const created = recording.tally({ metric: 'swarms.created', unit: 'count', labels: {} })
    const creation = recording.histogram({ metric: 'swarms.creation', unit: 'ms', labels: {} })
    try {
      await set.create(swarms, members, ({ fault, startMs: askedMs, endMs }) => {
        if (fault) return created.bad(fault.cause, askedMs, 1, fault.example)
        created.good(askedMs)
        creation.record(endMs - askedMs, askedMs)
      })
      const whole = { labels: {}, window: { startMs, endMs: clock.nowMs() } }
      const runs: ((doubts: readonly Doubt[]) => Measurement[])[] = []
      for (const load of requests.messages ? loads : []) {
        if (signal?.aborted) break
        const means = { client, clock, recording, health, timeoutMs: asker.timeoutMs, signal }
        runs.push(await exchange({ ...load, durationMs }, set, means))
      }
      return (_window, doubts) => [
        { ...whole, metric: 'swarms.created', unit: 'count', data: created.toData(), doubts: [...doubts] },
        { ...whole, metric: 'swarms.creation', unit: 'ms', data: creation.toData(), doubts: [...doubts] },
        ...runs.flatMap(measurements => measurements(doubts)),
      ]
    } finally {
      await set.remove()
    }
  })
}

interface Load {
  load: string
  perSecond: number
  durationMs: number
}

type ExchangeMeans = Pick<Means, 'clock' | 'recording' | 'health'> & {
  client: SwarmClient
  timeoutMs: number
  signal: AbortSignal | undefined
}

/** @returns what makes the measurements once the generator's doubts are known */
async function exchange(
  { load, perSecond, durationMs }: Load,
  { ready, absence }: SwarmSet,
  { client, clock, recording, health, timeoutMs, signal }: ExchangeMeans,
): Promise<(doubts: readonly Doubt[]) => Measurement[]> {
  const labels: Labels = { load }
  const perRequest = client.requests.messages?.perRequest ?? 1
  const startMs = clock.nowMs()
  const record = new OperationRecord({ metric: 'swarms', labels, timeoutMs, startMs }, recording)
  const lost = recording.tally({ metric: 'swarms.lost', unit: 'count', labels })
  const rate = new DoneRate(startMs, durationMs)
  const operation: Operation = async (index, intendedMs) => {
    const swarm = ready[index % ready.length] as Swarm
    const { outcome, delivered } = await client.exchange(swarm, perRequest, intendedMs)
    rate.began(intendedMs, outcome.startMs)
    if (outcome.fault) return outcome
    rate.add(outcome.endMs, delivered)
    lost.good(intendedMs, delivered)
    if (delivered < perRequest) lost.bad('did not come', intendedMs, perRequest - delivered, swarm.id)
    return outcome
  }
  if (ready.length > 0) {
    const arrivals = { kind: 'constant', perSecond: perSecond / perRequest, durationMs } as const
    const means = { health, clock, givingUp: new GivingUp(clock, undefined, signal) }
    await runOpenLoop([{ operation, arrivals, record }], startMs, means)
  }
  const window = { startMs, endMs: clock.nowMs() }
  return doubts => {
    const measured = record.measurements(window, doubts)
    const all: Measurement[] = [
      ...measured,
      { metric: 'swarms.lost', unit: 'count', labels, window, data: lost.toData(), doubts: [...doubts] },
      rate.measurement({ metric: 'swarms.delivered', labels }, window, measured[0]?.doubts ?? []),
    ]
    return absence === undefined ? all : all.map(one => ({ ...one, absence }))
  }
}
