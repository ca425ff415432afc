import type { MetricDeclaration } from '../measure/metric.ts'

const section = { section: 'schedule', better: 'lower', overTime: false } as const

/** What becomes of the schedules that a target keeps. */
export const scheduleMetrics: readonly MetricDeclaration[] = [
  {
    ...section,
    name: 'scheduler.drift',
    quantity: 'time',
    unit: 'ms',
    title: 'Call after its moment',
    order: 500,
    overTime: true,
    view: { kind: 'curve' },
    about:
      'From the moment that a schedule was due until its call came. Of an interval the moments are those that its calls follow most closely.',
  },
  {
    ...section,
    name: 'scheduler.missed',
    quantity: 'events',
    unit: 'count',
    title: 'Moments without a call',
    order: 501,
    about: 'Moments of schedules; a moment is missed when no call for it had come 5 s after the last.',
  },
  {
    ...section,
    name: 'scheduler.duplicated',
    quantity: 'events',
    unit: 'count',
    title: 'Calls too many',
    order: 502,
    about: 'Calls of schedules; those for a moment that had been called, or for none, are too many.',
  },
]
