import type { MetricDeclaration } from '../measure/metric.ts'

const services = { section: 'services', better: 'lower' } as const

/** What a service's own client sees, by its own protocol. */
export const serviceMetrics: readonly MetricDeclaration[] = [
  {
    ...services,
    name: 'redis.latency',
    quantity: 'time',
    unit: 'ms',
    title: 'Time of a command to Redis',
    order: 100,
    overTime: true,
    view: { kind: 'curve' },
    about: "Of GET and SET by Redis' own protocol, from when each was due to its reply.",
  },
  {
    ...services,
    name: 'redis.service',
    quantity: 'time',
    unit: 'ms',
    title: 'Time of a command to Redis, from its sending on',
    order: 101,
    overTime: false,
    view: { kind: 'unlisted' },
  },
  {
    ...services,
    name: 'redis.errors',
    quantity: 'events',
    unit: 'count',
    title: 'Failed commands to Redis',
    order: 102,
    overTime: false,
  },
]
