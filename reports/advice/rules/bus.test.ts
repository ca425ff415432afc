import { expect, test } from '@playwright/test'
import { adviceBy, events, runOf, sloOf, times, visits } from '../testing/example-run.ts'

const loss = sloOf('bus.loss', 'count==0', { unit: 'count' })
const duplicates = sloOf('bus.duplicates', 'count==0', { unit: 'count' })
const drained = sloOf('bus.drained', 'count==0', { metric: 'bus.undrained', unit: 'count' })
const slow = sloOf('bus.rate', 'p(95)<100', { metric: 'bus.latency' })
const recovery = sloOf('bus.recovery', 'count==0', { metric: 'bus.outages', unit: 'count' })

const lost = (load: string, count: number) => events('bus.loss', { load }, 1000, { lost: count })

test('events that were lost are told by the fault that lost most, with what loses them then', () => {
  const advice = adviceBy(
    'bus-loss',
    runOf([loss], [lost('rate', 0), lost('consumer', 3), lost('broker', 40)]),
  )
  expect(advice?.text).toBe(
    'Events that were confirmed were lost: broker 40 of 1,000, consumer 3 of 1,000 (bus.loss 43 (limit 0)).',
  )
  expect(advice?.next).toContain('durable queues')
  const next = (load: string) => adviceBy('bus-loss', runOf([loss], [lost(load, 1)]))?.next
  expect(next('consumer')).toContain('acknowledge an event after its work')
  for (const load of ['publisher', 'partition']) expect(next(load)).toContain('use publisher confirms')
  expect(next('rate')).toContain('Look at who acknowledges events')
})

test('events that had their effect twice, and queues that grow, are told with their numbers', () => {
  const twice = events('bus.duplicates', { load: 'consumer' }, 1000, { 'had its effect again': 7 })
  expect(adviceBy('bus-duplicates', runOf([duplicates], [twice]))?.text).toContain('consumer 7')
  const left = events('bus.undrained', { load: 'rate' }, 1000, { left: 60 })
  const depth = visits('bus.depth', { load: 'rate' }, [10, 1200, 60], 'count')
  const late = times('bus.latency', { load: 'rate' }, () => 900)
  const backlog = adviceBy('bus-backlog', runOf([drained, slow], [left, depth, late]))
  expect(backlog?.text).toContain('up to 1,200 events waited in the queues')
  // Late events alone say nothing of who is slow.
  expect(
    adviceBy('bus-backlog', runOf([drained, slow], [events('bus.undrained', {}, 9, {}), depth, late])),
  ).toBeUndefined()
})

test('a bus that stays down is told by the fault after which it took longest', () => {
  const run = runOf(
    [recovery],
    [
      events('bus.outages', { load: 'consumer' }, 1, { 'events did not pass again': 1 }),
      visits('bus.recovery', { load: 'publisher' }, [2000]),
      visits('bus.recovery', { load: 'consumer' }, [68_000]),
    ],
  )
  const advice = adviceBy('bus-recovery', run)
  expect(advice?.text).toContain('After the fault of a consumer events did not pass for')
  expect(advice?.next).toContain('connect again by themselves')
})

test('a bus that delivers all has no advice', () => {
  const good = [
    lost('broker', 0),
    events('bus.duplicates', {}, 1000, {}),
    events('bus.undrained', {}, 1000, {}),
    events('bus.outages', {}, 4, {}),
    visits('bus.depth', {}, [3], 'count'),
  ]
  for (const rule of ['bus-loss', 'bus-duplicates', 'bus-backlog', 'bus-recovery'])
    expect(adviceBy(rule, runOf([loss, duplicates, drained, recovery], good)), rule).toBeUndefined()
})
