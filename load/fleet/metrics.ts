import type { MetricDeclaration } from '../measure/metric.ts'

const time = { quantity: 'time', unit: 'ms', better: 'lower', section: 'fleet' } as const
const level = {
  quantity: 'level',
  unit: 'count',
  better: 'none',
  section: 'fleet',
  overTime: true,
  view: { kind: 'unlisted' },
} as const
const events = { quantity: 'events', unit: 'count', better: 'lower', section: 'fleet' } as const

/** What becomes of agents that a target runs. */
export const fleetMetrics: readonly MetricDeclaration[] = [
  {
    ...time,
    name: 'fleet.spawn.latency',
    title: 'Time until an agent answers',
    order: 400,
    overTime: true,
    view: { kind: 'curve', chart: 'agents asked for' },
    about: 'From the moment a batch of agents was due until one of them has answered its first message.',
  },
  {
    ...time,
    name: 'fleet.spawn.service',
    title: 'Time until an agent answers, from the request on',
    order: 401,
    overTime: false,
    view: { kind: 'unlisted' },
  },
  {
    ...events,
    name: 'fleet.spawn.errors',
    title: 'Agents that did not come up',
    good: 'Agents that came up',
    order: 402,
    overTime: false,
    about: 'Agents that were asked for and did not answer; ids that were missing or given twice count too.',
  },
  {
    ...time,
    name: 'fleet.allocate.latency',
    title: 'Time until an idle agent is handed out',
    order: 410,
    overTime: true,
    view: { kind: 'curve', chart: 'agents asked for' },
    about: 'From the moment an idle agent was to be asked for until it is handed out, while all run.',
  },
  {
    ...time,
    name: 'fleet.allocate.service',
    title: 'Time until an idle agent is handed out, from the request on',
    order: 411,
    overTime: false,
    view: { kind: 'unlisted' },
  },
  {
    ...events,
    name: 'fleet.allocate.errors',
    title: 'Agents not handed out or not taken back',
    order: 412,
    overTime: false,
  },
  {
    ...time,
    name: 'fleet.startup',
    title: 'Start from nothing',
    order: 420,
    overTime: false,
    view: { kind: 'levels', label: 'agents', loads: 'agents', fit: 'line' },
    about: 'From a stopped fleet until the last of so many agents has answered its first message.',
  },
  {
    ...events,
    name: 'fleet.startup.errors',
    title: 'Agents that did not come up from nothing',
    order: 421,
    overTime: false,
    about:
      'Agents of all starts that were refused, came without an id of their own, or did not answer in time.',
  },
  {
    ...time,
    name: 'fleet.autoscale.up',
    title: 'Time until one host more serves',
    order: 424,
    overTime: false,
    view: { kind: 'strip' },
    about: 'From the moment the agents were due that bring one host more until one more serves.',
  },
  {
    ...time,
    name: 'fleet.autoscale.down',
    title: 'Time until one host fewer serves',
    order: 425,
    overTime: false,
    view: { kind: 'strip' },
    about:
      'From the moment these agents were let go until as many hosts serve as before; with the cool-down.',
  },
  {
    ...events,
    name: 'fleet.autoscale.reversals',
    title: 'Hosts that came or went against the load',
    order: 426,
    overTime: false,
    about: 'Times in which a host went while the load was on, died, or came when it was gone.',
  },
  {
    name: 'fleet.memory',
    quantity: 'size',
    unit: 'bytes',
    better: 'lower',
    section: 'fleet',
    title: 'Memory of all processes',
    order: 428,
    overTime: false,
    view: { kind: 'levels', label: 'agents', loads: 'agents', fit: 'line' },
    about: 'Resident memory of the target and of all processes that it has begun, with so many agents up.',
  },
  {
    ...level,
    name: 'fleet.pool.serving',
    title: 'Agent hosts that serve',
    order: 440,
  },
  {
    ...level,
    name: 'fleet.pool.agents',
    title: 'Agents in the pool',
    order: 441,
  },
  {
    ...events,
    name: 'fleet.cleanup',
    title: 'Left over when agents are let go',
    order: 430,
    overTime: false,
    about:
      'Agents and hosts beyond those of before, 3 s (hosts: and their cool-down) after the agents were let go, and agents that could not be let go.',
  },
]
