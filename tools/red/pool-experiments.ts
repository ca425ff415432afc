import type { Choice, Experiment } from './experiment.ts'

const autoscale: Choice = { specs: ['e2e/fleet/autoscale.spec.ts'], project: 'fleet' }

const agentsUp: Choice = { specs: ['e2e/fleet/spawn.spec.ts'], project: 'fleet' }

/** One fault each of the pool of agent hosts. */
export const poolExperiments: readonly Experiment[] = [
  {
    name: 'a pool that flaps',
    fault: { kind: 'flapping-pool', everyMs: 700 },
    choice: autoscale,
    settings: {},
    reds: ['fleet.autoscale.reversals'],
    also: [],
    advice: ['pool-flaps'],
  },
  {
    name: 'hosts that die',
    fault: { kind: 'mortal-hosts', afterMs: 1000 },
    choice: autoscale,
    settings: {},
    reds: ['fleet.autoscale.reversals'],
    also: [],
    advice: ['pool-flaps'],
  },
  {
    name: 'slow to grow',
    fault: { kind: 'slow-hosts', ms: 40_000 },
    choice: autoscale,
    settings: {},
    reds: ['fleet.autoscale.up'],
    also: [],
    advice: ['slow-to-grow'],
  },
  {
    name: 'memory that agents keep',
    fault: { kind: 'agent-leak', bytes: 60_000_000 },
    choice: { specs: ['e2e/fleet/agent-memory.spec.ts'], project: 'fleet' },
    settings: {},
    reds: ['fleet.memory'],
    also: [],
    advice: ['agent-memory'],
  },
  {
    name: 'memory and sockets that agents leave behind',
    fault: { kind: 'agent-remains', bytes: 400_000, sockets: 1 },
    choice: agentsUp,
    settings: { PERF_AGENTS: '200' },
    reds: ['fleet.cleanup', 'fleet.cleanup.memory'],
    also: [],
    advice: ['left-over'],
  },
  {
    name: 'refused to hand out',
    fault: { kind: 'error', path: '/api/fleet/allocate', status: 503, share: 0.05 },
    choice: agentsUp,
    settings: {},
    reds: ['fleet.allocated'],
    also: [],
    advice: ['failures'],
  },
  {
    name: 'slow to shrink',
    fault: { kind: 'stuck-pool' },
    choice: autoscale,
    settings: {},
    reds: ['fleet.autoscale.down'],
    also: [],
    advice: ['slow-to-shrink'],
  },
]
