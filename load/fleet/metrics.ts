import type { MetricDeclaration } from '../measure/metric.ts'

const time = { quantity: 'time', unit: 'ms', better: 'lower', section: 'fleet' } as const
const events = { quantity: 'events', unit: 'count', better: 'lower', section: 'fleet' } as const

/** What becomes of agents that a target runs. */
export const fleetMetrics: readonly MetricDeclaration[] = [
  {
    ...time,
    name: 'fleet.spawn.latency',
    title: 'Agent up',
    order: 400,
    overTime: true,
    view: { kind: 'curve' },
    about: 'From the moment a batch of agents was due until one of them has answered its first message.',
  },
  {
    ...time,
    name: 'fleet.spawn.service',
    title: 'Agent up, from the request on',
    order: 401,
    overTime: false,
    view: { kind: 'unlisted' },
  },
  {
    ...events,
    name: 'fleet.spawn.errors',
    title: 'Agents that did not come up',
    order: 402,
    overTime: false,
    about: 'Agents that were asked for and did not answer; ids that were missing or given twice count too.',
  },
  {
    ...time,
    name: 'fleet.allocate.latency',
    title: 'Agent handed out',
    order: 410,
    overTime: true,
    view: { kind: 'curve' },
    about: 'From the moment an idle agent was to be asked for until it is handed out, while all run.',
  },
  {
    ...time,
    name: 'fleet.allocate.service',
    title: 'Agent handed out, from the request on',
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
    view: { kind: 'levels', label: 'agents', loads: 'agents' },
    about: 'From a stopped fleet until the last of so many agents has answered its first message.',
  },
  {
    ...events,
    name: 'fleet.cleanup',
    title: 'Left over when agents are let go',
    order: 430,
    overTime: false,
    about:
      'Agents and hosts beyond those of before, 3 s (hosts: and their cool-down) after the agents were let go.',
  },
]
