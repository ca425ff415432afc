import type { Choice, Experiment } from './experiment.ts'

const swarms: Choice = { specs: ['e2e/services/swarms.spec.ts'], project: 'services' }
const messages: Choice = { ...swarms, grep: 'their messages come' }
const leaders: Choice = { ...swarms, grep: 'one leader at a time' }

/** One fault each of a platform's swarms. */
export const swarmsExperiments: readonly Experiment[] = [
  {
    name: 'swarms a member short',
    fault: { kind: 'missing-members', every: 10 },
    choice: messages,
    settings: {},
    reds: ['swarms.create'],
    advice: ['swarms-missing'],
  },
  {
    name: 'slow messages in swarms',
    fault: { kind: 'slow-swarm-messages', ms: 150 },
    choice: messages,
    settings: {},
    reds: ['swarms.latency'],
    advice: ['slow-swarm-messages'],
  },
  {
    name: 'messages of swarms in turn',
    fault: { kind: 'slow-swarm-messages', ms: 2, inTurn: true },
    choice: messages,
    // What waits for too long is lost, too.
    settings: { PERF_TIMEOUT: '5' },
    reds: ['swarms.messages', 'swarms.latency'],
    advice: ['slow-swarm-messages'],
  },
  {
    name: 'lost messages in swarms',
    fault: { kind: 'lost-swarm-messages', every: 500 },
    choice: messages,
    settings: {},
    reds: ['swarms.lost'],
    advice: ['lost-swarm-messages'],
  },
  {
    name: 'two leaders',
    fault: { kind: 'two-leaders' },
    choice: leaders,
    settings: {},
    reds: ['swarms.leader'],
    advice: ['two-leaders'],
  },
  {
    name: 'late elections',
    fault: { kind: 'late-elections', ms: 1500 },
    choice: leaders,
    settings: {},
    reds: ['swarms.leader.time'],
    advice: ['late-elections'],
  },
  {
    name: 'unsaved states of swarms',
    fault: { kind: 'unsaved-swarms', every: 4 },
    choice: { ...swarms, grep: 'outlive a crash' },
    settings: {},
    reds: ['swarms.recovery'],
    advice: ['unsaved-swarms'],
  },
]
