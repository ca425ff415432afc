import type { MetricDeclaration } from '../../measure/metric.ts'

const workflow = { section: 'fleet', overTime: false } as const

/** How a platform runs workflows. */
export const workflowMetrics: readonly MetricDeclaration[] = [
  {
    ...workflow,
    name: 'workflow.time',
    quantity: 'time',
    unit: 'ms',
    title: 'Time until a workflow is done',
    better: 'lower',
    order: 450,
    view: { kind: 'strip' },
    about: 'From the request for a workflow to the answer that it is done, one at a time.',
  },
  {
    ...workflow,
    name: 'workflow.speedup',
    quantity: 'multiple',
    unit: 'times',
    title: 'Ten steps at once against one after another',
    better: 'higher',
    order: 451,
    view: { kind: 'strip' },
    about: 'How many times as long the same steps take one after another as all at once, in turns.',
  },
  {
    ...workflow,
    name: 'workflow.path',
    quantity: 'share',
    unit: 'ratio',
    title: 'Time of a graph of steps beyond its longest path',
    better: 'lower',
    order: 452,
    view: { kind: 'strip' },
    about:
      'By how much longer a graph of steps takes than those of its longest path would one after another.',
  },
  {
    ...workflow,
    name: 'workflow.errors',
    quantity: 'events',
    unit: 'count',
    title: 'Workflows that failed or did not end',
    better: 'lower',
    order: 453,
    about:
      'Of all three orders: refused, failed, without an id or a state that it can have, or not done in time.',
  },
]
