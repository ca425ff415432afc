import { expect, test } from '@playwright/test'
import type { Drain, Left } from '../account/drain.ts'
import { Ledger } from '../account/ledger.ts'
import { faultyNumber } from '../measure/faulty-number.ts'
import { busAccount } from './bus-account.ts'
import type { BrokenBus, BusRun } from './bus-account.ts'
import { Outage } from './outage.ts'

const window = { startMs: 0, endMs: 10_000 }
const drained: Drain = { kind: 'drained', atMs: 9000 }
const none: Left = { kind: 'counted', messages: 0 }

/** Ten events are confirmed: so many are worked on, and of these so many twice. */
function accounted(
  worked: number,
  again: number,
  drain: Drain,
  broken?: BrokenBus,
  unheard?: string,
  left = none,
  tells: Partial<Pick<BusRun, 'tellsAgain' | 'effectsTwice'>> = {},
) {
  const ledger = new Ledger({ arrived: 'acked' })
  for (let index = 0; index < 10; index++) {
    ledger.sent(`${index}`, index)
    ledger.confirmed(`${index}`)
    if (index < worked) {
      ledger.received(`${index}`)
      ledger.acked(`${index}`)
    }
    if (index < again) ledger.received(`${index}`)
  }
  const told = { tellsAgain: true, effectsTwice: again, ...tells }
  const run = { load: 'consumer', window, doubts: [], drain, left, unheard, broken, ...told }
  return busAccount({ ...run, counts: ledger.close() })
}

const tallies = ({ told, undrained }: ReturnType<typeof busAccount>) =>
  [...told, undrained].map(({ metric, data, absence }) => ({
    metric,
    ...(data.kind === 'tally' ? { total: data.total, bad: data.bad } : {}),
    ...(absence === undefined ? {} : { absence }),
  }))

test('what was confirmed and not worked on is lost, once the queues are empty', () => {
  expect(tallies(accounted(7, 2, drained))).toEqual([
    { metric: 'bus.loss', total: 10, bad: 3 },
    { metric: 'bus.duplicates', total: 9, bad: 4 },
    { metric: 'bus.undrained', total: 10, bad: 0 },
  ])
})

test('where not all deliveries were told, none is lost for that', () => {
  const because = 'the socket was closed (code 1006)'
  const [loss, duplicates] = tallies(accounted(7, 2, drained, undefined, because))
  const untold = { total: 0, bad: 0, absence: `Not all deliveries were told: ${because}.` }
  expect(loss).toEqual({ metric: 'bus.loss', ...untold })
  const [unknown] = tallies(accounted(7, 2, { kind: 'unacked-unknown' }, undefined, because))
  expect(unknown, 'which consumers may have').toEqual({ metric: 'bus.loss', ...untold })
  expect(duplicates).toEqual({ metric: 'bus.duplicates', ...untold })
})

test('what comes again is judged by what is told of it: that it does, or what came of it, or nothing', () => {
  const duplicates = (tells: Pick<BusRun, 'tellsAgain' | 'effectsTwice'>) =>
    tallies(accounted(10, 2, drained, undefined, undefined, none, tells))[1]
  expect(duplicates({ tellsAgain: true, effectsTwice: undefined })).toMatchObject({ total: 12, bad: 2 })
  expect(duplicates({ tellsAgain: false, effectsTwice: 0 })).toMatchObject({ total: 12, bad: 0 })
  expect(duplicates({ tellsAgain: false, effectsTwice: 1 })).toMatchObject({ total: 12, bad: 1 })
  expect(duplicates({ tellsAgain: false, effectsTwice: undefined })).toEqual({
    metric: 'bus.duplicates',
    total: 0,
    bad: 0,
    absence: 'The target tells neither that a delivery comes again nor what came of it.',
  })
})

test('of what may still be in a queue nothing is said', () => {
  const last = { atMs: 9000, ready: 2, unacked: 1 }
  const [loss] = tallies(accounted(7, 0, { kind: 'not-drained', last }))
  const absence =
    '3 of 10 confirmed messages did not arrive, and the queues are not empty: 2 messages wait and 1 are not acknowledged.'
  expect(loss).toEqual({ metric: 'bus.loss', total: 0, bad: 0, absence })
  // It is settled by no more events, and there were some.
  const isUndecided = (worked: number, drain: Drain) => accounted(worked, 0, drain).told[0]?.isUndecided
  expect(isUndecided(7, { kind: 'not-drained', last })).toBe(true)
  expect(isUndecided(10, { kind: 'not-drained', last })).toBeUndefined()
  const counts = new Ledger().close()
  const tells = { tellsAgain: true, effectsTwice: 0, unheard: undefined }
  const [nothing] = busAccount({
    load: 'rate',
    window,
    doubts: [],
    counts,
    drain: drained,
    left: none,
    ...tells,
  }).told
  expect(nothing).toMatchObject({ absence: 'No message was sent.' })
  expect(nothing).not.toHaveProperty('isUndecided')
  expect(tallies(accounted(10, 0, { kind: 'untold' }))[0]).toEqual({ metric: 'bus.loss', total: 10, bad: 0 })
})

test('what consumers of a broker may have that tells nothing of it is neither lost nor left', () => {
  const unknown: Left = { kind: 'unknown', why: 'Nobody tells.' }
  const [loss, , undrained] = tallies(
    accounted(6, 0, { kind: 'unacked-unknown' }, undefined, undefined, unknown),
  )
  expect(loss).toMatchObject({ total: 0, bad: 0, absence: expect.stringMatching(/^4 of 10 .*not known/) })
  expect(undrained).toEqual({ metric: 'bus.undrained', total: 0, bad: 0, absence: 'Nobody tells.' })
})

test('what is left is all that is in the queues, from before too', () => {
  const leaving = (messages: number) =>
    tallies(accounted(7, 0, drained, undefined, undefined, { kind: 'counted', messages }))[2]
  expect(leaving(3)).toEqual({ metric: 'bus.undrained', total: 10, bad: 3 })
  expect(leaving(501)).toEqual({ metric: 'bus.undrained', total: 501, bad: 501 })
})

test('a fault that nobody saw is a doubt; one that is not over when it is given up took at least so long', () => {
  const watch = { wasDisturbed: false, wasGone: false, isWhole: true }
  const notSeen = [{ kind: 'fault-not-seen', wanted: 1, seen: 0 }]
  const outage = new Outage()
  const good = {
    startMs: 0,
    endMs: 10,
    fault: undefined,
    marks: undefined,
    sizes: undefined,
    values: undefined,
  }
  outage.add(0, good)
  const unseen = accounted(10, 0, drained, { kind: 'consumer', outage, watch, redelivered: 0, endMs: 9000 })
  expect([...unseen.told, ...unseen.recovery].map(({ doubts }) => doubts)).toEqual(
    Array.from({ length: 4 }, () => notSeen),
  )
  const seen = {
    kind: 'consumer',
    outage,
    redelivered: 0,
    watch: { ...watch, wasDisturbed: true },
    endMs: 9000,
  }
  const [back] = accounted(10, 0, drained, seen).recovery
  expect(back).toMatchObject({ doubts: [], data: { points: [{ value: 0 }] } })
  const gone = { ...seen, watch: { ...seen.watch, isWhole: false } }
  const [never, outages] = accounted(10, 0, drained, gone).recovery
  expect(outages?.data).toMatchObject({ total: 1, bad: 1 })
  expect(never?.data).toEqual({ kind: 'samples', points: [{ atMs: 9000, value: 9000, censored: true }] })
})

test('each fault is seen by who misses what it takes: a partition by who publishes, or by the broker', () => {
  const happened = new Outage()
  happened.add(0, { startMs: 0, endMs: 5000 } as Parameters<Outage['add']>[1])
  const none = { wasDisturbed: false, wasGone: false, isWhole: true }
  const isSeen = (kind: string, outage: Outage, watch: typeof none): boolean => {
    const broken = { kind, outage, watch, redelivered: 0, endMs: 9000 }
    return accounted(10, 0, drained, broken).told.every(({ doubts }) => doubts.length === 0)
  }
  const kinds = ['consumer', 'publisher', 'partition', 'broker']
  const disturbed = { ...none, wasDisturbed: true }
  expect(kinds.filter(kind => isSeen(kind, new Outage(), none))).toEqual([])
  expect(kinds.filter(kind => isSeen(kind, happened, none))).toEqual(['publisher', 'partition'])
  expect(kinds.filter(kind => isSeen(kind, new Outage(), disturbed))).toEqual(['consumer', 'partition'])
  expect(kinds.filter(kind => isSeen(kind, happened, { ...none, wasGone: true }))).toContain('broker')
})

test('what became of all events is a row of the ledger, and nothing is lost before the queues are empty', () => {
  const row = ({ ledger }: ReturnType<typeof busAccount>) =>
    Object.fromEntries(
      ledger.map(({ metric, data }) => [
        metric.replace('bus.ledger.', ''),
        data.kind === 'samples' ? data.points[0]?.value : undefined,
      ]),
    )
  const told = { received: 9, done: 7, told: 0, untold: 2 }
  const all = { sent: 10, confirmed: 10, ...told, refused: 0, 'refused-came': 0, 'never-sent': 0, unknown: 0 }
  expect(row(accounted(7, 2, drained))).toEqual({ ...all, lost: 3 })
  const last = { atMs: 9000, ready: 2, unacked: 1 }
  expect(row(accounted(7, 2, { kind: 'not-drained', last }))).toEqual(all)
  expect(row(accounted(7, 2, drained, undefined, 'the socket was closed'))).toEqual(all)
  const { told: _, untold: __, ...known } = all
  const tells = { tellsAgain: false }
  expect(row(accounted(7, 2, drained, undefined, undefined, none, tells))).toEqual({ ...known, lost: 3 })
})

test('deliveries that come again untold and have their effect again are no more than there are', () => {
  const ledger = new Ledger({ arrived: 'acked' })
  for (const id of ['a', 'b', 'c']) {
    ledger.sent(id, 0)
    ledger.confirmed(id)
    for (let time = 0; time < 3; time++) ledger.received(id)
    ledger.acked(id)
  }
  const told = { tellsAgain: true, effectsTwice: 6, unheard: undefined }
  const run = { load: 'consumer', window, doubts: [], drain: drained, left: none, ...told }
  const { told: measured } = busAccount({ ...run, counts: ledger.close() })
  const duplicates = measured.find(({ metric }) => metric === 'bus.duplicates')
  expect(duplicates?.data).toMatchObject({ total: 12, bad: 12 })
  expect(duplicates && faultyNumber(duplicates)).toBeUndefined()
})
