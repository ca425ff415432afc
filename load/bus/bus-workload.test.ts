import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import { readWhole } from '../measure/distribution.ts'
import type { HistogramData, Measurement, SamplesData, TallyData } from '../measure/measurement.ts'
import { runBus } from './bus-workload.ts'
import type { BusOptions } from './bus-workload.ts'
import { busRequests, withBus } from './testing/bus-truth.ts'
import type { BusTruth, TruthEvent } from './testing/bus-truth.ts'

/** Events that are published at once before any is measured. */
const REHEARSED = 20

/** 100 events a second for half a second: numbers 21 to 70 of those that come. */
const STEADY = { load: 'rate', perSecond: [100], durationMs: 500 } as const

interface Run {
  all: Measurement[]
  events: readonly TruthEvent[]
}

/** Uses a bus of known behaviour. Nobody listens to it afterwards. @param isTold whether its broker tells what consumers have. Default: no */
const run = (truth: BusTruth, options: Partial<BusOptions> = {}, isTold = false): Promise<Run> =>
  withBus(truth, async ({ origin, url, metrics, events, listeners }) => {
    const broker = { url, prefix: 'p_', ...(isTold && { metrics }) }
    const all = await runBus({ origin, requests: busRequests, broker, ...STEADY, ...options }, systemClock)
    await expect.poll(listeners).toBe(0)
    return { all, events }
  })

function of({ all }: Run, metric: string, kind?: string): Measurement {
  const found = all.find(one => one.metric === metric && (kind === undefined || one.labels['kind'] === kind))
  if (!found) throw new Error(`There is no ${metric}.`)
  return found
}

const tally = (run: Run, metric: string): Pick<TallyData, 'total' | 'causes'> => {
  const { total, causes } = of(run, metric).data as TallyData
  return { total, causes }
}

const times = (run: Run, metric: string) => readWhole(of(run, metric).data as HistogramData)
const points = (run: Run, metric: string) => (of(run, metric).data as SamplesData).points
const inLedger = (run: Run, column: string) => points(run, `bus.ledger.${column}`)[0]?.value

/** Whether the fault was seen: how late this machine was is another doubt. */
const isSeen = (run: Run): boolean =>
  ['bus.loss', 'bus.recovery'].every(metric =>
    of(run, metric).doubts.every(({ kind }) => kind !== 'fault-not-seen'),
  )

/** How many events came that the run calls so: `0` are those of the first rate. */
const named = ({ events }: Run, name: string): number =>
  events.filter(({ id }) => id.split('-')[1] === name).length

test('events are timed from when they were due to their work, and to their confirm, and all are accounted for', async () => {
  const steady = await run({ confirmMs: 20, workMs: 150 })
  expect(tally(steady, 'bus.errors')).toEqual({ total: 50, causes: {} })
  expect(times(steady, 'bus.latency').n).toBe(50)
  expect(times(steady, 'bus.latency').percentile(1)).toBeGreaterThanOrEqual(149)
  expect(times(steady, 'bus.confirm').percentile(1)).toBeGreaterThanOrEqual(19)
  expect(times(steady, 'bus.confirm').percentile(50)).toBeLessThan(
    times(steady, 'bus.latency').percentile(50),
  )
  // Those of the rehearsal are in no time and no error, and can be lost as well.
  expect(inLedger(steady, 'sent')).toBe(REHEARSED + 50)
  expect(tally(steady, 'bus.loss')).toEqual({ total: REHEARSED + 50, causes: {} })
  expect(tally(steady, 'bus.undrained')).toEqual({ total: REHEARSED + 50, causes: {} })
  expect(of(steady, 'bus.depth').doubts).toEqual([])
  expect(steady.all.some(({ metric }) => metric === 'bus.recovery')).toBe(false)
})

test('rates beyond the last kind are of the last kind, and nothing is due before its time', async () => {
  const atMs = systemClock.nowMs() + 2000
  const kinds = await run({}, { perSecond: [50, 30, 20], durationMs: 1000, atMs })
  const measured = kinds.events.filter(({ id }) => !id.includes('rehearsal'))
  const count = (kind: string) => measured.filter(event => event.kind === kind).length
  expect([count('order'), count('note')]).toEqual([50, 50])
  expect(Math.min(...measured.map(event => event.atMs))).toBeGreaterThanOrEqual(atMs)
})

test('nothing is measured before all of a rehearsal pass', async () => {
  const late = await run({ refuses: [1, REHEARSED] })
  expect(named(late, 'rehearsal')).toBe(2 * REHEARSED)
  expect(tally(late, 'bus.errors')).toEqual({ total: 50, causes: {} })
  expect(inLedger(late, 'refused')).toBe(REHEARSED)
})

test('of a queue that is not there nothing is told, and losses are counted all the same', async () => {
  const misspelt = await run({}, { requests: { ...busRequests, queues: ['{{prefix}}order'] } })
  const absence = 'RabbitMQ has no queue "p_order": correct bus.queues.'
  expect([of(misspelt, 'bus.depth').absence, of(misspelt, 'bus.undrained').absence]).toEqual([
    absence,
    absence,
  ])
  expect(tally(misspelt, 'bus.loss')).toEqual({ total: REHEARSED + 50, causes: {} })
})

test('deliveries that come again count where nothing says so, and where they have their effect again', async () => {
  const again = await run({ repeats: [21, 30] })
  const causes = { 'came again, untold': 10, 'had its effect again': 10 }
  expect(tally(again, 'bus.duplicates')).toEqual({ total: REHEARSED + 50 + 10, causes })
  const known = await run({ repeats: [21, 30], knowsRepeats: true })
  expect(tally(known, 'bus.duplicates')).toEqual({ total: REHEARSED + 50 + 10, causes: {} })
})

test('a broken bus is tried until events pass again, and used as before for 3 s after', async () => {
  // The last ten of the load, and five of those by which it is tried.
  const broken = await run({ refuses: [61, 75] }, { load: 'publisher' })
  expect(named(broken, '0')).toBe(50)
  expect(named(broken, 'probe')).toBeGreaterThanOrEqual(6)
  expect(named(broken, 'after')).toBe(300)
  expect(inLedger(broken, 'refused')).toBe(15)
  expect(tally(broken, 'bus.outages')).toEqual({ total: 1, causes: {} })
  const [recovery] = points(broken, 'bus.recovery')
  // From about the 41st event, due after 400 ms, to the last try that failed: the fifth, of which one comes 100 ms after another.
  expect(recovery?.value).toBeGreaterThanOrEqual(400)
  expect(recovery).not.toHaveProperty('censored')
  expect(isSeen(broken)).toBe(true)
  for (const metric of ['bus.latency', 'bus.errors', 'bus.depth', 'bus.undrained'])
    expect(
      broken.all.some(one => one.metric === metric),
      metric,
    ).toBe(false)
})

test('a bus that lacks a consumer is tried until that is back, though all events pass', async () => {
  const lacking = await run({ misses: [41, 130] }, { load: 'consumer', durationMs: 1000 })
  expect(named(lacking, '0')).toBe(100)
  expect(named(lacking, 'probe')).toBeGreaterThanOrEqual(11)
  expect(isSeen(lacking)).toBe(true)
})

test('a fault is seen by what it does: a consumer by deliveries that come again, a broker by lost connections, or not at all', async () => {
  const seen = async (truth: BusTruth, load: BusOptions['load']) => isSeen(await run(truth, { load }))
  const all = await Promise.all([
    seen({ repeats: [21, 21], knowsRepeats: true }, 'consumer'),
    seen({ crashesAt: 21 }, 'broker'),
    seen({}, 'consumer'),
  ])
  expect(all).toEqual([true, true, false])
})

test('an account is closed once the queues are empty, or after 10 s: what is gone is lost, what waits or was not heard of is not', async () => {
  // At the end of each of these 10 s are waited for what does not come.
  test.setTimeout(90_000)
  const timeoutMs = 4000
  const [gone, goneLater, waiting, untold, unheard] = await Promise.all([
    run({ loses: [41, 45] }, { timeoutMs }, true),
    run({ refuses: [61, 75], loses: [100, 100] }, { timeoutMs, load: 'publisher' }, true),
    run({ keeps: [41, 43], holds: [44, 45], others: 500 }, { timeoutMs }, true),
    run({ loses: [41, 45] }, { timeoutMs }),
    run({ hangsUpAt: 41 }, { timeoutMs }),
  ])
  expect(tally(gone, 'bus.loss')).toEqual({ total: REHEARSED + 50, causes: { lost: 5 } })
  expect(tally(gone, 'bus.errors').causes).toEqual({ 'not worked on in time': 5 })
  expect(tally(goneLater, 'bus.loss').causes).toEqual({ lost: 1 })

  const missing = '5 of 70 confirmed messages did not arrive'
  const where = 'the queues are not empty: 503 messages wait and 2 are not acknowledged.'
  expect(of(waiting, 'bus.loss')).toMatchObject({ absence: `${missing}, and ${where}`, isUndecided: true })
  expect(tally(waiting, 'bus.undrained')).toEqual({ total: 505, causes: { left: 505 } })
  expect(Math.max(...points(waiting, 'bus.depth').map(({ value }) => value))).toBeGreaterThanOrEqual(503)
  const others = expect.objectContaining({ kind: 'counts-disagree', what: 'events under way' })
  expect(of(waiting, 'bus.depth').doubts).toContainEqual(others)

  expect(of(untold, 'bus.loss').absence).toContain(`${missing}, and consumers may have them`)
  expect(of(unheard, 'bus.loss').absence).toMatch(/^Not all deliveries were told: the socket was closed/)
})
