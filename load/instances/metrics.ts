import type { MetricDeclaration } from '../measure/metric.ts'

const services = { section: 'services', overTime: false } as const
const time = { ...services, quantity: 'time', unit: 'ms', better: 'lower', view: { kind: 'strip' } } as const
const events = { ...services, quantity: 'events', unit: 'count', better: 'lower' } as const

/** What becomes of tasks that instances behind a balancer take. */
export const instanceMetrics: readonly MetricDeclaration[] = [
  {
    ...services,
    name: 'instances.share',
    quantity: 'multiple',
    unit: 'times',
    better: 'none',
    title: 'Tasks of an instance, over an even share',
    order: 480,
    about:
      'In each round of as many tasks as there are instances; of the instance that got most in the other half of the rounds, and of that which got least.',
  },
  {
    ...time,
    name: 'instances.up',
    title: 'Time until all instances serve',
    order: 481,
    about: 'From the moment that all were asked for, where there was one, until each has taken a task.',
  },
  {
    ...events,
    name: 'instances.down.lost',
    title: 'Tasks lost while instances came and went',
    order: 482,
    about: 'Tasks that an instance had taken and that were not done, failed, or broke off.',
  },
  {
    ...time,
    name: 'instances.back',
    title: 'Time until a killed instance is back',
    order: 483,
    about: 'From the moment that one was killed until as many instances take tasks as before.',
  },
  {
    ...events,
    name: 'instances.kill.lost',
    title: 'Tasks lost with a killed instance',
    order: 484,
    about: 'Tasks that were taken and of which nothing is told any more: neither done nor failed.',
  },
  {
    ...events,
    name: 'instances.refused',
    title: 'Tasks not taken',
    order: 485,
    about: 'Tasks of which the answer says that they were not taken, or does not say whether they were.',
  },
]
