import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { Ledger } from '../account/ledger.ts'
import { arrivals } from '../arrivals.ts'
import type { Clock } from '../clock.ts'
import { withMeans } from '../http/with-means.ts'
import type { SenderOptions } from '../http/sender.ts'
import { GivingUp } from '../loops/giving-up.ts'
import { runOpenLoop } from '../loops/open-loop.ts'
import { OperationRecord } from '../loops/operation-record.ts'
import type { Operation } from '../loops/operation.ts'
import type { Doubt, Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { runSchedule } from '../schedule.ts'
import { BACK_MS, busAccount } from './bus-account.ts'
import { BusClient, confirmTime } from './bus-client.ts'
import type { BusRequests } from './bus-requests.ts'
import { Deliveries } from './deliveries.ts'
import { drained } from './drained.ts'
import { Outage } from './outage.ts'
import { QueueWatch } from './queue-watch.ts'
import type { WatchOptions } from './queue-watch.ts'

/** What breaks a bus while it is used. */
export const BUS_FAULTS = ['consumer', 'publisher', 'partition', 'broker'] as const

/** One of `BUS_FAULTS`. */
export type BusFault = (typeof BUS_FAULTS)[number]

/** Events, and how they come. Serialisable. */
export interface BusOptions extends SenderOptions {
  requests: BusRequests
  broker: Pick<WatchOptions, 'url' | 'prefix' | 'metrics'>
  /** The label `load` of what is measured: `rate`, `burst`; or what breaks the bus meanwhile. */
  load: 'rate' | 'burst' | BusFault
  /** Events a second of each kind, in the order of the target's kinds; where it has fewer, those that are left come as events of the last. */
  perSecond: readonly number[]
  durationMs: number
  /** When the first event is due, epoch ms: not before all is ready. Default: then. */
  atMs?: number
}

/** How often it is tried then, ms. */
const PROBE_MS = 100

/** Once events pass again they are published as before for so long, ms: what comes after a fault is part of its account, and a broker may be away for most of the time before. */
const AFTER_MS = 3000

/** Published beforehand, so that connections are there and code is compiled. */
const REHEARSED = 20

/** It may take so long until so many pass at once, ms. */
const REHEARSAL_MS = 30_000

/**
 * Publishes events at intended times (the open model), follows each to the consumer that works on it, and accounts for all of them, with the broker's own counts beside.
 * Where the bus is broken meanwhile, it is used until events pass again, and 3 s longer.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns with the label `load`: `bus.latency`, `bus.service`, `bus.confirm` and `bus.errors` of each kind, `bus.depth`, `bus.undrained`, `bus.loss`,
 *   `bus.duplicates`; and where it is broken `bus.recovery` and `bus.outages` in place of times and depth
 */
export async function runBus(
  options: BusOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<Measurement[]> {
  const { requests, load, perSecond, durationMs, broker, atMs = 0 } = options
  return withMeans('bus', options, { clock, recording }, async ({ asker, health }) => {
    const ledger = new Ledger({ arrived: 'acked' })
    const deliveries = new Deliveries(requests.consumed, ledger, clock)
    const client = new BusClient(requests, asker, ledger, deliveries, clock)
    const run = randomUUID().slice(0, 8)
    const outage = new Outage()
    const publish =
      (kind: string, name: string): Operation =>
      async (index, intendedMs) => {
        const outcome = await client.publish(`${run}-${name}-${index}`, kind, intendedMs)
        outage.add(intendedMs, outcome)
        return outcome
      }
    let watch: QueueWatch | undefined
    try {
      await deliveries.open(options)
      await rehearse(client, `${run}-rehearsal`, requests, clock)
      const ours = () => ({ sent: client.sent, open: ledger.open })
      const watched = await QueueWatch.open({ ...broker, queues: requests.queues, ours }, clock)
      watch = watched
      const startMs = Math.max(clock.nowMs(), atMs)
      const kinds = perSecond.map(
        (_, place) => requests.kinds[Math.min(place, requests.kinds.length - 1)] ?? '',
      )
      const streams = perSecond.map((each, place) => {
        const kind = kinds[place] ?? ''
        return {
          operation: publish(kind, `${place}`),
          arrivals: { kind: 'constant', perSecond: each, durationMs } as const,
          record: new OperationRecord(
            {
              metric: 'bus',
              labels: { load, kind },
              timeoutMs: asker.timeoutMs,
              startMs,
              figures: [confirmTime],
            },
            recording,
          ),
        }
      })
      await runOpenLoop(streams, startMs, { health, givingUp: new GivingUp(clock), clock })
      const isBroken = load !== 'rate' && load !== 'burst'
      if (isBroken) {
        const probe = publish(requests.kinds[0] ?? '', 'probe')
        const untilMs = startMs + durationMs + BACK_MS
        for (let index = 0; !(outage.isOver && watched.isWhole) && clock.nowMs() < untilMs; index++) {
          await probe(index, clock.nowMs(), never)
          await delay(PROBE_MS)
        }
        await publishOn(perSecond, clock, (place, index, dueMs) =>
          client.publish(`${run}-after-${place}-${index}`, kinds[place] ?? '', dueMs),
        )
      }
      const lastMs = clock.nowMs()
      const depth = watched.depth
      const { drain, left } = await drained(watched, ledger, lastMs, clock)
      const counts = ledger.close()
      const { unheard } = deliveries
      return (window, doubts) => {
        const broken = isBroken
          ? { kind: load, outage, watch: watched, redelivered: deliveries.redelivered, endMs: lastMs }
          : undefined
        const { tellsAgain, effectsTwice } = deliveries
        const ended = { counts, drain, left, tellsAgain, effectsTwice, unheard, broken }
        const run = { load, window, doubts: [...doubts], ...ended }
        const { told, undrained, recovery, ledger } = busAccount(run)
        if (isBroken) return [...told, ...recovery, ...ledger]
        const measured = streams.flatMap(({ record }) =>
          record.measurements({ startMs, endMs: lastMs }, doubts),
        )
        const identity = { metric: 'bus.depth', unit: 'count', labels: { load } } as const
        const { excess, untold } = watched
        const absence = untold === undefined ? {} : { absence: untold }
        const others: Doubt[] = excess
          ? [{ kind: 'counts-disagree', what: 'events under way', ...excess }]
          : []
        return [
          ...measured,
          ...told,
          ...ledger,
          undrained,
          { ...identity, ...absence, window, data: depth, doubts: others },
        ]
      }
    } finally {
      deliveries.close()
      await watch?.close()
    }
  })
}

const never = new AbortController().signal

/** Goes on at the same rates; what becomes of these events says nothing of how long the fault was. */
async function publishOn(
  perSecond: readonly number[],
  clock: Clock,
  publish: (place: number, index: number, dueMs: number) => Promise<unknown>,
): Promise<void> {
  const underWay: Promise<unknown>[] = []
  const startMs = clock.nowMs()
  await Promise.all(
    perSecond.map((each, place) =>
      runSchedule(
        arrivals({ kind: 'constant', perSecond: each, durationMs: AFTER_MS }),
        startMs,
        clock,
        (index, dueMs) => void underWay.push(publish(place, index, dueMs)),
      ),
    ),
  )
  await Promise.all(underWay)
}

/** Publishes some at once, until all pass: a target that has just been told of its broker may not have it yet. A slow one takes no longer for many than for one. */
async function rehearse(
  client: BusClient,
  name: string,
  { kinds }: BusRequests,
  clock: Clock,
): Promise<void> {
  const untilMs = clock.nowMs() + REHEARSAL_MS
  for (let round = 0; clock.nowMs() < untilMs; round++) {
    const outcomes = await Promise.all(
      Array.from({ length: REHEARSED }, (_, index) =>
        client.publish(`${name}-${round}-${index}`, kinds[index % kinds.length] ?? '', clock.nowMs()),
      ),
    )
    if (outcomes.every(({ fault }) => !fault)) return
    await delay(PROBE_MS)
  }
}
