import { ledgerMetrics } from '../account/ledger-table.ts'
import type { LedgerPlace } from '../account/ledger-table.ts'
import type { MetricDeclaration } from '../measure/metric.ts'

const services = { section: 'services', better: 'lower' } as const
const time = { ...services, quantity: 'time', unit: 'ms' } as const
const events = { ...services, quantity: 'events', unit: 'count', overTime: false } as const

/** What a ledger counts of the events on a target's bus. */
export const busLedger: LedgerPlace = {
  name: 'bus.ledger',
  section: 'services',
  order: 307,
  table: 'Events on the bus',
  rows: 'Load or fault',
}

/** What becomes of events on a target's bus. */
export const busMetrics: readonly MetricDeclaration[] = [
  {
    ...time,
    name: 'bus.latency',
    title: 'Delivery of an event',
    order: 300,
    overTime: true,
    view: { kind: 'curve', chart: 'events on the bus' },
    about: 'From the moment an event was due until a consumer has worked on it, by load and kind.',
  },
  {
    ...time,
    name: 'bus.service',
    title: 'Delivery of an event, from the request on',
    order: 301,
    overTime: false,
    view: { kind: 'unlisted' },
  },
  {
    ...time,
    name: 'bus.confirm',
    title: 'Time until an event is confirmed',
    order: 302,
    overTime: true,
    view: { kind: 'curve', chart: 'events on the bus' },
    about: 'From the sending of an event to the answer that the broker has it.',
  },
  {
    ...events,
    name: 'bus.errors',
    title: 'Events that were not published or not worked on in time',
    order: 303,
    about: 'By load and kind: refused, failed, or not told to be worked on before the time-out.',
  },
  {
    ...services,
    name: 'bus.depth',
    quantity: 'level',
    unit: 'count',
    title: 'Events that wait in the queues',
    order: 304,
    overTime: true,
    view: { kind: 'unlisted' },
    about: "The broker's own count of all queues together, each second.",
  },
  {
    ...events,
    name: 'bus.undrained',
    title: 'Events left in the queues',
    order: 305,
    about:
      "By the broker's own count 5 s after the last event: those that wait, and those that a consumer has not acknowledged.",
  },
  {
    ...events,
    name: 'bus.loss',
    title: 'Confirmed events that were lost',
    order: 306,
    view: { kind: 'account', noun: 'confirmed events' },
    about:
      'Events that were confirmed, and that no consumer has worked on when the queues were empty; by load, and by what broke the bus meanwhile. Where the queues are not empty nothing is said.',
  },
  {
    ...events,
    name: 'bus.duplicates',
    title: 'Deliveries that came again unrecognised',
    order: 307,
    view: { kind: 'account', noun: 'deliveries' },
    about: 'Deliveries that came again and nothing said so, and events that had their effect more than once.',
  },
  ...ledgerMetrics(busLedger),
  {
    ...time,
    name: 'bus.recovery',
    title: 'Time until events pass again',
    order: 308,
    overTime: false,
    about:
      'From when the first event was due that did not pass within a second, to the end of the last such; by what broke the bus. It is over when all consumers are there again.',
  },
  {
    ...events,
    name: 'bus.outages',
    title: 'Outages of more than a minute',
    order: 309,
    about: 'By what broke the bus: events that did not pass again, or only after a minute.',
  },
]
