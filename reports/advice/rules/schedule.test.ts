import { expect, test } from '@playwright/test'
import { adviceBy, events, runOf, sloOf, times } from '../testing/example-run.ts'

const drift = sloOf('scheduler.drift', 'p(99)<1000', { by: 'kind', minSamples: 120 })
const counting = { by: 'kind', unit: 'count', minSamples: 120 } as const
const missed = sloOf('scheduler.missed', 'count==0', counting)
const doubled = sloOf('scheduler.duplicated', 'count==0', counting)
const steady = { kind: 'cron', over: 'steady' }
const restart = { kind: 'cron', over: 'restart' }
/** The same SLO of a run over a restart. */
const overRestart = (slo: typeof missed) => ({ ...slo, where: { over: 'restart' } })

test('schedules that are all late are told from those of which some are', () => {
  const all = adviceBy('late-schedules', runOf([drift], [times('scheduler.drift', steady, () => 1300)]))
  expect(all?.judgements).toEqual(['scheduler.drift (cron)'])
  expect(all?.text).toContain('The quickest twentieth is 1.30 s late too: each call is.')
  expect(all?.next).toContain('how often the scheduler looks for what is due')
  const some = adviceBy(
    'late-schedules',
    runOf([drift], [times('scheduler.drift', steady, through => (through > 0.9 ? 1300 : 4))]),
  )
  expect(some?.text).toContain('Half are 4.0 ms late at most: only some calls are late.')
  expect(some?.next).toContain('what holds the scheduler up at times')
})

test('schedules that keep time have no advice', () => {
  const good = runOf(
    [drift, missed, doubled],
    [
      times('scheduler.drift', steady, () => 4),
      events('scheduler.missed', steady, 200),
      events('scheduler.duplicated', steady, 200),
    ],
  )
  for (const rule of ['late-schedules', 'missed-schedules', 'doubled-schedules']) {
    expect(adviceBy(rule, good), rule).toBeUndefined()
  }
})

test('moments that were left out are counted, with the first of them, and what to look at depends on when', () => {
  const examples = { 'cron: no call': '*/2 * * * * * at 2026-11-27T12:00:02.000Z' }
  const causes = { 'cron: no call': 7 }
  const told = (slo: typeof missed, labels: typeof steady) =>
    adviceBy(
      'missed-schedules',
      runOf([slo], [events('scheduler.missed', labels, 200, causes, { examples })]),
    )
  expect(told(missed, steady)?.text).toContain(
    '7 of 200 moments were not called, first */2 * * * * * at 2026-11-27T12:00:02.000Z (',
  )
  expect(told(missed, steady)?.next).toContain('Timers that are armed for the next moment only')
  expect(told(overRestart(missed), restart)?.next).toContain('while the process is away')
})

test('calls that were too many are counted, and what to look at depends on when', () => {
  const causes = { 'cron: called again': 3 }
  const told = (slo: typeof doubled, labels: typeof steady) =>
    adviceBy('doubled-schedules', runOf([slo], [events('scheduler.duplicated', labels, 200, causes)]))
  expect(told(doubled, steady)?.text).toContain('3 of 200 calls were too many')
  expect(told(doubled, steady)?.next).toContain('two schedulers that keep the same schedules')
  expect(told(overRestart(doubled), restart)?.next).toContain('After a restart moments are called again')
})
