import type { MetricDeclaration } from './metric.ts'

const generator = {
  better: 'lower',
  section: 'generator',
  view: { kind: 'unlisted' },
  overTime: true,
} as const

/** How a load generator fared: for the time axis, and for the doubts. */
export const generatorMetrics: readonly MetricDeclaration[] = [
  {
    ...generator,
    name: 'generator.loop-delay',
    quantity: 'time',
    unit: 'ms',
    title: 'Generator event-loop delay',
    order: 900,
  },
  {
    ...generator,
    name: 'generator.utilisation',
    quantity: 'share',
    unit: 'ratio',
    title: 'Generator event-loop utilisation',
    order: 901,
  },
  {
    ...generator,
    name: 'generator.cpu',
    quantity: 'share',
    unit: 'ratio',
    title: 'Generator CPU',
    order: 902,
  },
  {
    ...generator,
    name: 'generator.lateness',
    quantity: 'time',
    unit: 'ms',
    title: 'Generator lateness',
    order: 903,
    about: 'By how much work was begun later than it was due.',
  },
]
