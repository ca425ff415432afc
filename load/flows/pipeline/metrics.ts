import type { MetricDeclaration } from '../../measure/metric.ts'
import { STAGES } from './pipeline.ts'

const pipeline = { section: 'fleet', better: 'lower' } as const
const time = { ...pipeline, quantity: 'time', unit: 'ms' } as const

/** How long messages take through a pipeline. */
export const pipelineMetrics: readonly MetricDeclaration[] = [
  {
    ...time,
    name: 'pipeline.latency',
    title: 'Time of a message through the pipeline',
    order: 470,
    overTime: true,
    view: { kind: 'curve', chart: 'the pipeline and its stages' },
    about: 'From the moment a message was due to its answer, one after the other at a steady rate.',
  },
  {
    ...time,
    name: 'pipeline.service',
    title: 'Time of a message through the pipeline, from the request on',
    order: 471,
    overTime: false,
    view: { kind: 'unlisted' },
  },
  ...STAGES.map((stage, place): MetricDeclaration => ({
    ...time,
    name: `pipeline.${stage}`,
    title: `Stage ${stage}`,
    order: 472 + place,
    overTime: false,
    view: { kind: 'curve', chart: 'the pipeline and its stages' },
    about: 'As the target itself tells it in Server-Timing, of each message.',
  })),
  {
    ...time,
    name: 'pipeline.rest',
    title: 'Beyond all stages',
    order: 478,
    overTime: false,
    view: { kind: 'curve', chart: 'the pipeline and its stages' },
    about: 'The service time of a message, less what the target tells of its stages.',
  },
  {
    ...pipeline,
    name: 'pipeline.errors',
    quantity: 'events',
    unit: 'count',
    title: 'Messages that failed in the pipeline',
    order: 479,
    overTime: false,
  },
]
