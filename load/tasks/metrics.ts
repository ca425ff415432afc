import type { MetricDeclaration } from '../measure/metric.ts'

const time = { quantity: 'time', unit: 'ms', better: 'lower', section: 'fleet' } as const
const events = { quantity: 'events', unit: 'count', better: 'lower', section: 'fleet' } as const

/** What becomes of tasks that a target's agents do. */
export const taskMetrics: readonly MetricDeclaration[] = [
  {
    ...time,
    name: 'tasks.latency',
    title: 'Time until a task is done',
    order: 460,
    overTime: true,
    view: { kind: 'curve' },
    about:
      'From the moment a task was due until its end is told, by mode; of a scheduled one how late it was done.',
  },
  {
    ...time,
    name: 'tasks.service',
    title: 'Time until a task is done, from the request on',
    order: 461,
    overTime: false,
    view: { kind: 'unlisted' },
  },
  {
    name: 'tasks.done',
    quantity: 'rate',
    unit: 'per-second',
    title: 'Tasks done a second',
    better: 'higher',
    section: 'fleet',
    order: 462,
    overTime: true,
    about: 'Tasks whose end was told in each whole second, by mode and of all.',
  },
  {
    ...events,
    name: 'tasks.errors',
    title: 'Tasks that failed',
    order: 463,
    overTime: false,
    about:
      'By mode: refused, failed, without an id, an effect or a state that it can have, or not done in time.',
  },
  {
    ...events,
    name: 'tasks.delivery',
    title: 'Tasks lost, duplicated or out of order',
    order: 464,
    overTime: false,
    view: { kind: 'account', noun: 'tasks taken' },
    about:
      'Of the tasks that were taken: those that made no headway when no other was done any more, that were told to be done without their effect, that had it more than once, and messages of a stream that were answered before an earlier one.',
  },
  {
    ...time,
    name: 'scaling.latency',
    title: 'Time until a task is done, so many at once',
    order: 470,
    overTime: false,
    view: { kind: 'levels', label: 'atOnce', loads: 'tasks at once' },
    about: 'Autonomous tasks one after the other and at once, in turns.',
  },
  {
    ...time,
    name: 'scaling.service',
    title: 'Time until a task is done, so many at once, from the request on',
    order: 471,
    overTime: false,
    view: { kind: 'unlisted' },
  },
  {
    name: 'scaling.speedup',
    quantity: 'multiple',
    unit: 'times',
    title: 'Tasks at once against one after the other',
    better: 'higher',
    section: 'fleet',
    order: 472,
    overTime: false,
    view: { kind: 'strip' },
    about: 'How many times as long the same tasks would take one after the other, of each round of turns.',
  },
  { ...events, name: 'scaling.errors', title: 'Tasks at once that failed', order: 473, overTime: false },
  {
    ...events,
    name: 'scaling.torn',
    title: 'Torn reads of what tasks share',
    order: 474,
    overTime: false,
    about: 'Reads while tasks were under way that found two numbers apart which are to be the same.',
  },
]
