import type { Choice, Experiment } from './experiment.ts'

const file = 'e2e/services/state.spec.ts'
const of = (grep: string): Choice => ({ specs: [file], grep, project: 'services' })
const reads = of('read from a cache')
const saves = of('nothing is lost')
const writes = of('trajectories are written')

/** One fault each of where a platform keeps its agents' states. */
export const stateExperiments: readonly Experiment[] = [
  {
    name: 'a cache that never hits',
    fault: { kind: 'cold-cache' },
    choice: reads,
    settings: {},
    reds: ['state.hit'],
    advice: ['missed-cache'],
  },
  {
    name: 'a cache that evicts',
    fault: { kind: 'eviction-storm' },
    choice: reads,
    settings: {},
    reds: ['state.hit'],
    advice: ['missed-cache'],
  },
  {
    name: 'a slow cache',
    fault: { kind: 'slow-cache', ms: 30 },
    choice: reads,
    settings: {},
    reds: ['state.redis'],
    advice: ['slow-cache'],
  },
  {
    name: 'slow queries',
    fault: { kind: 'slow-queries', ms: 150 },
    choice: of('read from a cache|nothing is lost'),
    settings: {},
    reds: ['state.postgres', 'state.saves'],
    advice: ['slow-queries'],
  },
  {
    name: 'states that fail',
    fault: { kind: 'error', path: '/api/states', share: 0.05 },
    choice: of('read from a cache|nothing is lost'),
    settings: {},
    reds: ['state.reads.errors', 'state.saves.errors'],
    advice: ['failures'],
  },
  {
    name: 'states that are not persisted',
    fault: { kind: 'unpersisted-state' },
    choice: saves,
    settings: {},
    reds: ['state.saves.lost'],
    advice: ['lost-states'],
  },
  {
    name: 'saves that block',
    fault: { kind: 'blocking-saves', ms: 3 },
    choice: saves,
    settings: {},
    reds: ['state.saves.slowdown'],
    advice: ['crowded-reads'],
  },
  {
    name: 'a pool of one',
    fault: { kind: 'pool-of-one' },
    choice: writes,
    settings: {},
    reds: ['db.pool'],
    advice: ['small-pool'],
  },
  {
    name: 'a lock held',
    fault: { kind: 'held-lock', ms: 2500, everyMs: 3000 },
    choice: writes,
    settings: {},
    reds: ['db.writes', 'db.writes.errors'],
    advice: ['held-lock'],
  },
]
