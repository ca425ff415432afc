import type { MetricDeclaration } from '../measure/metric.ts'

const time = { quantity: 'time', unit: 'ms', better: 'lower', section: 'services' } as const
const events = {
  quantity: 'events',
  unit: 'count',
  better: 'lower',
  section: 'services',
  overTime: false,
} as const

/** What becomes of swarms of agents, their messages, their leaders and their states. */
export const agentSwarmMetrics: readonly MetricDeclaration[] = [
  {
    ...events,
    name: 'swarms.created',
    title: 'Swarms that did not come up',
    good: 'Swarms that came up',
    order: 660,
    about:
      'Swarms that were asked for: refused, without all their members, or without a leader in ten leases.',
  },
  {
    ...time,
    name: 'swarms.creation',
    title: 'Time until a swarm has a leader',
    order: 661,
    overTime: false,
    view: { kind: 'curve', chart: 'swarms' },
    about: 'From the request for a swarm until it has all its members and its leader is seen.',
  },
  {
    name: 'swarms.delivered',
    quantity: 'rate',
    unit: 'per-second',
    title: 'Messages in swarms a second',
    better: 'higher',
    section: 'services',
    order: 662,
    overTime: true,
    about: 'Messages that had come to the members they were sent to in each whole second, by load.',
  },
  {
    ...time,
    name: 'swarms.latency',
    title: 'Time until messages in a swarm have come',
    order: 663,
    overTime: true,
    view: { kind: 'curve', chart: 'swarms' },
    about:
      'From the moment some messages of a swarm were due until the target tells that all have come: no message took longer.',
  },
  {
    ...time,
    name: 'swarms.service',
    title: 'Time until messages in a swarm have come, from the request on',
    order: 664,
    overTime: false,
    view: { kind: 'unlisted' },
  },
  { ...events, name: 'swarms.errors', title: 'Requests for messages in swarms that failed', order: 665 },
  {
    ...events,
    name: 'swarms.lost',
    title: 'Messages in swarms that did not come',
    order: 666,
    view: { kind: 'account', noun: 'messages sent in swarms' },
    about: 'Of the messages whose request was answered: those that had not come.',
  },
  {
    ...events,
    name: 'swarms.overlaps',
    title: 'Two leaders at once',
    good: 'One leader at once',
    order: 670,
    view: { kind: 'account', noun: 'terms and acts of leaders' },
    about:
      'Terms that were granted, and acts of their leaders while leaders are killed and frozen. Bad are terms with two leaders, terms that go back, and acts of an old term that were accepted; who only believes to lead is none. A hundred elections without one leave a rate of up to 3 % open.',
  },
  {
    ...time,
    name: 'swarms.election',
    title: 'Time without a leader',
    order: 671,
    overTime: false,
    view: { kind: 'curve', chart: 'swarms' },
    about: 'From the moment the target is asked to kill or freeze a leader until another is seen.',
  },
  {
    ...time,
    name: 'swarms.election.late',
    title: 'New leader after the end of the lease',
    order: 672,
    overTime: false,
    view: { kind: 'curve', chart: 'swarms' },
    about: 'What the time without a leader is longer than a lease; 0 where it is not.',
  },
  {
    ...events,
    name: 'swarms.recovered',
    title: 'States of swarms that were lost with Redis',
    good: 'States of swarms that came back with Redis',
    order: 680,
    about:
      'States, as they were confirmed last before Redis was killed, read once it was there again: gone, or older than that.',
  },
  {
    ...time,
    name: 'swarms.recovered.age',
    title: 'Age of what came back of a state',
    order: 681,
    overTime: false,
    view: { kind: 'strip' },
    about:
      'How long before the last confirmed one the state was saved that came back; 0 where that is the one.',
  },
]
