import type { Choice, Experiment } from './experiment.ts'

const file = 'e2e/services/bus.spec.ts'
const of = (grep: string): Choice => ({ specs: [file], grep, project: 'services' })

/** A FAIL takes no more values than its confidence does. */
const brief = { PERF_AGENTS: '10', PERF_BUS_DURATION: '25', PERF_TIMEOUT: '5' }

/** One fault each of events over a broker. */
export const busExperiments: readonly Experiment[] = [
  {
    name: 'a consumer that acknowledges before its work',
    fault: { kind: 'bus-early-ack' },
    choice: of('fault of a consumer'),
    settings: brief,
    reds: ['bus.loss'],
    advice: ['bus-loss'],
  },
  {
    name: 'a publisher without confirms',
    fault: { kind: 'bus-unconfirmed' },
    choice: of('fault of a partition'),
    settings: brief,
    reds: ['bus.loss'],
    advice: ['bus-loss'],
  },
  {
    name: 'a queue without durability',
    // What waits is lost: with work that takes a second some does.
    fault: { kind: 'bus-transient', ms: 1000 },
    choice: of('broker crashes'),
    settings: brief,
    reds: ['bus.loss'],
    advice: ['bus-loss'],
  },
  {
    name: 'consumers slower than the rate',
    fault: { kind: 'bus-slow-consumer', ms: 2000 },
    choice: of('four kinds|burst'),
    settings: brief,
    reds: ['bus.rate', 'bus.burst', 'bus.sent', 'bus.drained', 'bus.depth'],
    advice: ['bus-backlog'],
  },
  {
    name: 'consumers that know no event again',
    // What was worked on while its acknowledgement could not pass comes again.
    fault: { kind: 'bus-forgetful', ms: 100 },
    choice: of('fault of a partition'),
    settings: brief,
    reds: ['bus.duplicates'],
    advice: ['bus-duplicates'],
  },
  {
    name: 'a publisher that stays down',
    fault: { kind: 'bus-stays-down' },
    choice: of('fault of a publisher'),
    settings: brief,
    reds: ['bus.recovery'],
    advice: ['bus-recovery'],
  },
]
