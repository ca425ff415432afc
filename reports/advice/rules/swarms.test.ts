import { expect, test } from '@playwright/test'
import type { Measurement } from '../../../load/measure/measurement.ts'
import { adviceBy, events, runOf, sloOf, times } from '../testing/example-run.ts'

const counting = { unit: 'count', minSamples: 100 } as const
const slos = {
  created: sloOf('swarms.created', 'count==0', counting),
  latency: sloOf('swarms.latency', 'avg<100', { where: { load: 'steady' } }),
  lost: sloOf('swarms.lost', 'count==0', { ...counting, where: { load: 'steady' } }),
  overlaps: sloOf('swarms.overlaps', 'count==0', { ...counting, by: 'over' }),
  late: sloOf('swarms.election.late', 'p(99)<1000', { by: 'over' }),
  recovered: sloOf('swarms.recovered', 'rate>0.95', counting),
}
const frozen = { over: 'frozen' }
const steady = { load: 'steady' }

const advice = (rule: string, slo: keyof typeof slos, ...measured: Measurement[]) =>
  adviceBy(rule, runOf([slos[slo]], measured))

test('what is well has no advice', () => {
  const run = runOf(Object.values(slos), [
    events('swarms.created', {}, 100),
    times('swarms.latency', steady, () => 4),
    events('swarms.lost', steady, 2000),
    events('swarms.overlaps', frozen, 1000),
    times('swarms.election.late', frozen, () => 20),
    times('swarms.election', frozen, () => 1020),
    events('swarms.recovered', {}, 100),
  ])
  for (const rule of [
    'swarms-missing',
    'slow-swarm-messages',
    'lost-swarm-messages',
    'two-leaders',
    'late-elections',
    'unsaved-swarms',
  ])
    expect(adviceBy(rule, run), rule).toBeUndefined()
})

test('swarms that do not come up, messages that do not come and states that are gone are counted', () => {
  const missing = events('swarms.created', {}, 100, { 'create: not as many members as asked for': 10 })
  expect(advice('swarms-missing', 'created', missing)?.text).toContain(
    '10 of 100 swarms did not come up whole',
  )
  const lost = events('swarms.lost', steady, 20_000, { 'did not come': 40 })
  expect(advice('lost-swarm-messages', 'lost', lost)?.text).toContain('40 of 20,000 messages in swarms')
  const gone = advice('unsaved-swarms', 'recovered', events('swarms.recovered', {}, 100, { gone: 25 }))
  expect(gone?.text).toContain('25 of 100 states of swarms did not come back with Redis: gone 25')
  expect(gone?.next).toContain('confirmed before it is kept')
  const older = advice('unsaved-swarms', 'recovered', events('swarms.recovered', {}, 100, { older: 25 }))
  expect(older?.next).toContain('the last snapshot')
})

test('messages that are all slow are told from those that wait for one another', () => {
  const each = advice(
    'slow-swarm-messages',
    'latency',
    times('swarms.latency', steady, () => 160),
  )
  expect(each?.text).toContain('each takes long')
  expect(each?.next).toContain('a poll in place of a subscription')
  const some = advice(
    'slow-swarm-messages',
    'latency',
    times('swarms.latency', steady, share => 900 * share),
  )
  expect(some?.text).toContain('they wait for one another')
  expect(some?.next).toContain('one at a time')
})

test('an act of an old term asks for a fence, a term with two leaders for a counter', () => {
  const old = { 'an act of an old term was accepted': 400 }
  const fence = advice('two-leaders', 'overlaps', events('swarms.overlaps', frozen, 2000, old))
  expect(fence?.text).toContain('an act of an old term was accepted 400 of 2,000 terms and acts')
  expect(fence?.next).toContain('refuse one that is lower than the term counter')
  const two = advice(
    'two-leaders',
    'overlaps',
    events('swarms.overlaps', frozen, 2000, { 'a term with two leaders': 4 }),
  )
  expect(two?.next).toContain('Count the term up in the same step')
})

test('elections that are late are told with how long half of them take', () => {
  const late = advice(
    'late-elections',
    'late',
    times('swarms.election.late', frozen, () => 1600),
    times('swarms.election', frozen, () => 2600),
  )
  expect(late?.text).toContain('half of them for 2.60 s')
})
