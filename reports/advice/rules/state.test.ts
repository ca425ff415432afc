import { expect, test } from '@playwright/test'
import { adviceBy, events, runOf, sloOf, times, visits } from '../testing/example-run.ts'

const hit = sloOf('state.hit', 'rate>0.9', { metric: 'state.hits', unit: 'ratio' })
const pool = sloOf('db.pool', 'p(95)<100', { metric: 'db.write.wait' })
const misses = (count: number) => events('state.hits', {}, 1000, { miss: count })

test('a cache that never hits, one that often misses and one that evicts are told apart', () => {
  const of = (missed: number, evicted: number) =>
    adviceBy(
      'missed-cache',
      runOf([hit], [misses(missed), visits('redis.evictions', {}, [evicted], 'count')]),
    )
  expect(of(1000, 0)?.text).toContain('The cache never hits, and Redis threw out nothing')
  expect(of(1000, 0)?.next).toContain('under the same key')
  expect(of(400, 0)?.text).toContain('The cache often misses')
  expect(of(400, 3)?.text).toContain('Redis evicted 60 keys (redis.evictions) while 1,000 states were read')
  expect(of(400, 3)?.next).toContain('maxmemory')
  // Nobody asked Redis.
  expect(adviceBy('missed-cache', runOf([hit], [misses(400)]))?.text).toMatch(/^The cache often misses\. /)
})

test('callers that wait for a connection wait for a lock only where PostgreSQL saw that', () => {
  const wait = times('db.write.wait', { callers: 'crowd' }, () => 400)
  const connections = visits('postgres.connections', {}, [1], 'count')
  const of = (waiting: number[]) =>
    runOf([pool], [wait, connections, visits('postgres.lock-waits', {}, waiting, 'count')])
  const free = of([0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
  expect(adviceBy('held-lock', free)).toBeUndefined()
  expect(adviceBy('small-pool', free)?.text).toContain('PostgreSQL saw 1 connections at most')
  const locked = of([0, 9])
  expect(adviceBy('small-pool', locked)).toBeUndefined()
  expect(adviceBy('held-lock', locked)?.text).toContain(
    'up to 9 connections waiting for one, in 50 % of the looks',
  )
})

test('late answers of the platform stand beside those of the services themselves', () => {
  const slow = sloOf('state.postgres', 'p(95)<50', { metric: 'state.read.miss' })
  const cache = sloOf('state.redis', 'p(95)<5', { metric: 'state.read.hit' })
  const run = runOf(
    [slow, cache],
    [
      times('state.read.miss', {}, () => 200),
      times('state.read.hit', {}, () => 30),
      times('postgres.latency', { command: 'SELECT' }, () => 2),
      times('redis.latency', { command: 'GET' }, () => 1),
    ],
  )
  expect(adviceBy('slow-queries', run)?.text).toContain('answers a SELECT by key in 2.0 ms')
  expect(adviceBy('slow-cache', run)?.text).toContain('Redis itself answers GET in 1.0 ms')
})

test('states that are gone, and readers that wait for savers, are told', () => {
  const lost = sloOf('state.saves.lost', 'count==0', { metric: 'state.lost', unit: 'count' })
  const slowdown = sloOf('state.saves.slowdown', 'med<1.5', { unit: 'times', minSamples: 10 })
  const run = runOf(
    [lost, slowdown],
    [events('state.lost', {}, 20, { 'is gone': 20 }), visits('state.saves.slowdown', {}, [4], 'times')],
  )
  expect(adviceBy('lost-states', run)?.text).toContain('of 20 of 20 agents (is gone 20)')
  expect(adviceBy('crowded-reads', run)?.next).toContain('on the thread that answers readers too')
})

test('states that are read and written well have no advice', () => {
  const run = runOf([hit, pool], [misses(20), times('db.write.wait', { callers: 'crowd' }, () => 20)])
  for (const rule of ['missed-cache', 'held-lock', 'small-pool', 'slow-queries', 'slow-cache', 'lost-states'])
    expect(adviceBy(rule, run), rule).toBeUndefined()
})
