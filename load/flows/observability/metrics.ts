import type { MetricDeclaration } from '../../measure/metric.ts'

const common = { section: 'fleet', overTime: false, better: 'lower' } as const

/** What a target's own observability costs. */
export const observabilityMetrics: readonly MetricDeclaration[] = [
  {
    ...common,
    name: 'observability.time',
    quantity: 'time',
    unit: 'ms',
    title: 'Time a request with observability on and off',
    order: 495,
    view: { kind: 'strip' },
    about: 'Four ask at a time: the time of a turn over the requests that were answered in it.',
  },
  {
    ...common,
    name: 'observability.overhead',
    quantity: 'share',
    unit: 'ratio',
    title: 'What observability adds to a request',
    order: 496,
    view: { kind: 'strip' },
    about:
      'By which share longer a request takes with traces and metrics on than off, of each pair of turns.',
  },
  {
    ...common,
    name: 'observability.errors',
    quantity: 'events',
    unit: 'count',
    title: 'Requests of these turns that failed',
    order: 497,
    about: 'Of a pair with one of them nothing is compared.',
  },
]
