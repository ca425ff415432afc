import type { MetricDeclaration } from '../measure/metric.ts'

const own = { section: 'services', better: 'none', overTime: true, view: { kind: 'unlisted' } } as const

/** What services tell of themselves while a spec works with them. */
export const serviceMetrics: readonly MetricDeclaration[] = [
  {
    ...own,
    name: 'services.hits',
    quantity: 'share',
    unit: 'ratio',
    title: 'Hit rate that Redis counts',
    order: 600,
    about: 'Of all keys that were asked for in a second, whoever asked.',
  },
  {
    ...own,
    name: 'services.evictions',
    quantity: 'rate',
    unit: 'per-second',
    title: 'Keys that Redis throws out',
    order: 601,
    about: 'To make room for others.',
  },
  {
    ...own,
    name: 'services.depth',
    quantity: 'level',
    unit: 'count',
    title: 'Messages in RabbitMQ',
    order: 602,
    about: 'In all its queues: those that wait, and those that a consumer has not acknowledged.',
  },
  {
    ...own,
    name: 'services.connections',
    quantity: 'level',
    unit: 'count',
    title: 'Connections to services',
    order: 603,
    about: 'As each counts them. Of PostgreSQL those to the database that the run is given.',
  },
  {
    ...own,
    name: 'services.lock-waits',
    quantity: 'level',
    unit: 'count',
    title: 'Connections to PostgreSQL that wait for a lock',
    order: 604,
  },
  {
    ...own,
    name: 'services.memory',
    quantity: 'size',
    unit: 'bytes',
    title: 'Memory of services',
    order: 605,
    about: 'As each tells it.',
  },
]
