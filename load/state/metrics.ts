import type { MetricDeclaration } from '../measure/metric.ts'

const services = { section: 'services', better: 'lower' } as const
const time = { ...services, quantity: 'time', unit: 'ms', overTime: false } as const
const events = { ...services, quantity: 'events', unit: 'count', overTime: false } as const
const curve = { overTime: true, view: { kind: 'curve' } } as const
const writes = { overTime: true, view: { kind: 'curve', chart: 'trajectories' } } as const
const unlisted = { view: { kind: 'unlisted' } } as const

/** What a service's own client sees, by its own protocol. */
const commandMetrics = [
  ['redis', 'a command to Redis', 'GET and SET', 100],
  ['postgres', 'a statement to PostgreSQL', 'SELECT and UPDATE', 110],
].flatMap(([service, what, which, order]): MetricDeclaration[] => [
  {
    ...time,
    ...curve,
    name: `${service}.latency`,
    title: `Time of ${what}`,
    order: Number(order),
    about: `Of ${which} of 500 bytes by its own protocol, from when each was due to its reply.`,
  },
  {
    ...time,
    ...unlisted,
    name: `${service}.service`,
    title: `Time of ${what}, from its sending on`,
    order: Number(order) + 1,
  },
  { ...events, name: `${service}.errors`, title: `Failures of ${what}`, order: Number(order) + 2 },
])

/** Where a platform keeps its agents' states, and the services behind. */
export const stateMetrics: readonly MetricDeclaration[] = [
  {
    ...events,
    name: 'state.hits',
    title: 'Reads that the cache had not',
    good: 'Reads that the cache had',
    order: 10,
    about: "Of agents' states by a skewed choice (Zipf), as the platform tells of each.",
  },
  {
    ...services,
    name: 'redis.hit-rate',
    quantity: 'share',
    unit: 'ratio',
    better: 'higher',
    title: 'Hit rate that Redis counted',
    order: 11,
    overTime: false,
    about: 'While the states were read: with the reads of all others that ask the same Redis.',
  },
  {
    ...services,
    name: 'redis.evictions',
    quantity: 'level',
    unit: 'count',
    title: 'Keys that Redis threw out',
    order: 12,
    overTime: false,
    about: 'To make room for others, while the states were read.',
  },
  {
    ...time,
    ...curve,
    name: 'state.read.latency',
    title: 'Time to read a state',
    order: 20,
    about: 'By a skewed choice (skewed), and past the cache (fresh), from when each was due.',
  },
  {
    ...time,
    ...unlisted,
    name: 'state.read.service',
    title: 'Time to read a state, from the request on',
    order: 21,
  },
  {
    ...time,
    name: 'state.read.hit',
    title: 'Time to read a state that the cache has',
    about: 'As the platform tells of each read, from when it was due.',
    order: 22,
    view: { kind: 'curve', chart: "agents' states" },
  },
  {
    ...time,
    name: 'state.read.miss',
    title: 'Time to read a state from the database',
    about: 'Of reads past the cache, from when each was due.',
    order: 23,
    view: { kind: 'curve', chart: "agents' states" },
  },
  {
    ...events,
    name: 'state.read.errors',
    title: 'Failed and wrong reads of states',
    order: 24,
    about: 'Requests that failed, and answers without the state that was saved.',
  },
  {
    ...time,
    ...curve,
    name: 'state.save.latency',
    title: 'Time to save a state',
    order: 30,
    about: 'From when it was due: an agent saves its next state when the last is saved.',
  },
  {
    ...time,
    ...unlisted,
    name: 'state.save.service',
    title: 'Time to save a state, from the request on',
    order: 31,
  },
  {
    ...events,
    name: 'state.save.errors',
    title: 'Failed saves of states',
    order: 32,
    about: 'Of agents that save their states while these are read.',
  },
  {
    ...services,
    name: 'state.saves.slowdown',
    quantity: 'multiple',
    unit: 'times',
    title: 'Time to read a state while others are saved',
    order: 33,
    overTime: false,
    view: { kind: 'strip' },
    about: 'The median of a round over that of the same round without saves.',
  },
  {
    ...events,
    name: 'state.stale',
    title: 'Reads older than the last save',
    order: 34,
    about:
      'Reads that began after a save was told as done, and gave a state from before it; those that gave an older state than a read before them; and those that gave one that was never saved.',
  },
  {
    ...events,
    name: 'state.lost',
    title: 'Saved states that were lost',
    order: 35,
    about:
      'Read back past the cache, where the platform can be asked so, after it was killed and started again.',
  },
  {
    ...services,
    name: 'db.writes',
    quantity: 'rate',
    unit: 'per-second',
    better: 'higher',
    title: 'Trajectories written',
    order: 40,
    overTime: false,
    view: { kind: 'strip' },
    about: 'In each whole second of a steady rate of them.',
  },
  { ...time, ...writes, name: 'db.write.latency', title: 'Time to write a trajectory', order: 41 },
  {
    ...time,
    ...unlisted,
    name: 'db.write.service',
    title: 'Time to write a trajectory, from the request on',
    order: 42,
  },
  {
    ...time,
    ...writes,
    name: 'db.write.wait',
    title: 'Wait for a connection to the database',
    order: 43,
    about:
      'As the platform tells of each trajectory: at a steady rate, and in a crowd of more callers than there are connections.',
  },
  {
    ...events,
    name: 'db.write.errors',
    title: 'Trajectories that were not written',
    order: 44,
    about: 'At a steady rate, and by more callers than there are connections.',
  },
  {
    ...services,
    name: 'postgres.connections',
    quantity: 'level',
    unit: 'count',
    better: 'none',
    title: 'Connections that PostgreSQL counted',
    order: 50,
    overTime: false,
    about: 'To the database of the platform, each tenth of a second while trajectories were written.',
  },
  {
    ...services,
    name: 'postgres.lock-waits',
    quantity: 'level',
    unit: 'count',
    title: 'Connections that waited for a lock',
    order: 51,
    overTime: false,
    about: 'As PostgreSQL tells, each tenth of a second while trajectories were written.',
  },
  ...commandMetrics,
  { ...time, name: 'postgres.wait', title: 'Wait of a statement for a connection', order: 113, ...unlisted },
]
