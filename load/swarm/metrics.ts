import type { MetricDeclaration } from '../measure/metric.ts'

const realtime = { section: 'realtime', better: 'lower' } as const
const time = { ...realtime, quantity: 'time', unit: 'ms', overTime: true } as const
const events = { ...realtime, quantity: 'events', unit: 'count', overTime: false } as const
const load = { section: 'load', view: { kind: 'unlisted' }, better: 'none', overTime: true } as const
const level = { ...load, quantity: 'level', unit: 'count' } as const
const rate = { ...load, quantity: 'rate', unit: 'per-second' } as const

/** Steady load, of which a curve by percentile tells; what other steps took is in the table. */
const steady = { kind: 'curve', only: { stage: ['steady', 'observed'] } } as const

/** What agents and viewers do and see, over whatever transport. */
export const swarmMetrics: readonly MetricDeclaration[] = [
  { ...level, name: 'load.agents', title: 'Agents connected', order: 10 },
  { ...rate, name: 'load.messages', title: 'Updates sent by agents', order: 50 },
  { ...rate, name: 'load.frames', title: 'Frames received by viewers', order: 310 },
  { ...time, name: 'realtime.latency', title: 'Agent-to-viewer latency', order: 100, view: steady },
  {
    ...time,
    name: 'realtime.staleness',
    title: 'Viewer staleness',
    order: 130,
    about: 'Time since a newer value was sent than the one a viewer holds: 0 while it holds the newest.',
  },
  {
    ...time,
    name: 'realtime.age',
    title: 'Viewer age',
    order: 140,
    about: 'Time since what a viewer holds was sent; it grows while an agent has nothing new to say.',
  },
  {
    ...time,
    name: 'realtime.polling',
    title: 'Polling interval',
    order: 150,
    about: 'Time between two answers when all users poll.',
  },
  { ...time, name: 'realtime.polling.age', title: 'Poller staleness', order: 151 },
  {
    ...time,
    name: 'realtime.refresh',
    title: 'Full refresh of all agents',
    order: 160,
    about: 'From the moment all agents update until a viewer holds the new value of every one.',
  },
  { ...time, name: 'realtime.acknowledged', title: 'Update acknowledged by the target', order: 165 },
  { ...time, name: 'realtime.connect.time', title: 'Handshake time', order: 170 },
  { ...events, name: 'realtime.connect', title: 'Failed connections', good: 'Connections made', order: 171 },
  {
    ...events,
    name: 'realtime.delivery',
    title: 'Lost, duplicated or reordered updates',
    order: 172,
    view: { kind: 'account', noun: 'updates sent to viewers' },
  },
  { ...events, name: 'realtime.answers', title: 'Answers to agents', order: 173 },
  {
    ...events,
    name: 'realtime.frames',
    title: 'Frames that viewers could not read',
    good: 'Frames that viewers read',
    order: 174,
  },
  { ...events, name: 'realtime.received', title: 'Viewers that were told nothing', order: 176 },
  { ...events, name: 'realtime.held', title: 'Connections lost while the fleet reported', order: 177 },
  {
    ...events,
    name: 'realtime.limit',
    title: 'Wrong refusals and dropped clients at the connection limit',
    order: 175,
  },
]

/** How connections come back after the target was broken on purpose. */
export const recoveryMetrics: readonly MetricDeclaration[] = [
  {
    ...level,
    section: 'realtime',
    name: 'load.connected',
    title: 'Connections open',
    order: 30,
    view: { kind: 'recovery', part: 'connected' },
  },
  {
    ...rate,
    section: 'realtime',
    name: 'load.reconnects',
    title: 'Attempts to reconnect',
    order: 40,
    view: { kind: 'recovery', part: 'attempts' },
  },
  {
    ...events,
    name: 'realtime.recovery',
    title: 'Connections back within 5 s',
    order: 180,
    view: { kind: 'recovery', part: 'back' },
  },
  {
    ...time,
    name: 'realtime.recovery.time',
    title: 'Recovery time',
    order: 181,
    // It is drawn over the time since the loss.
    overTime: false,
    view: { kind: 'recovery', part: 'time' },
  },
  {
    ...events,
    name: 'realtime.recovery.missed',
    title: 'Values missed in the outage',
    order: 182,
    view: { kind: 'recovery', part: 'missed' },
  },
  { ...events, name: 'realtime.recovery.losses', title: 'Connections lost in the outage', order: 183 },
  { ...events, name: 'realtime.recovery.tries', title: 'Attempts to reconnect, and refusals', order: 184 },
]
