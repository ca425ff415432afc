import type { MetricDeclaration } from '../../measure/metric.ts'

const memory = { section: 'fleet', better: 'lower' } as const

/** How a platform's memory is written and read. */
export const memoryMetrics: readonly MetricDeclaration[] = [
  {
    ...memory,
    name: 'memory.latency',
    quantity: 'time',
    unit: 'ms',
    title: 'Time to write or read memory',
    order: 460,
    overTime: true,
    view: { kind: 'curve' },
    about: 'Of each step of short-term memory and of sessions, from when it was due to its answer.',
  },
  {
    ...memory,
    name: 'memory.service',
    quantity: 'time',
    unit: 'ms',
    title: 'Time to write or read memory, from the request on',
    order: 461,
    overTime: false,
    view: { kind: 'unlisted' },
  },
  {
    ...memory,
    name: 'memory.errors',
    quantity: 'events',
    unit: 'count',
    title: 'Wrong reads and failures of memory',
    order: 462,
    overTime: false,
    about:
      'Reads that did not give what was written last, or gave what had been cleared, and requests that failed.',
  },
]
