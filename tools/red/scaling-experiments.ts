import type { Choice, Experiment } from './experiment.ts'

const of = (grep: string): Choice => ({
  specs: ['e2e/services/scaling.spec.ts'],
  grep,
  project: 'services',
})

/** One fault each of instances behind a balancer. */
export const scalingExperiments: readonly Experiment[] = [
  {
    name: 'a balancer stuck to one instance',
    fault: { kind: 'stuck-balancer' },
    choice: of('shared out'),
    settings: {},
    reds: ['scaling.distribution', 'scaling.distribution.least'],
    advice: ['uneven-instances'],
  },
  {
    name: 'instances that come late',
    fault: { kind: 'slow-instances', ms: 34_000 },
    choice: of('come in time'),
    settings: {},
    reds: ['scaling.up'],
    advice: ['late-instances'],
  },
  {
    name: 'a scale-down that kills tasks',
    fault: { kind: 'hard-scale-down' },
    choice: of('come in time'),
    settings: {},
    reds: ['scaling.down'],
    advice: ['lost-on-the-way-down'],
  },
  {
    name: 'an instance that does not come back',
    fault: { kind: 'lasting-death' },
    choice: of('killed'),
    settings: {},
    reds: ['scaling.kill'],
    advice: ['instance-stays-away'],
  },
  {
    name: 'tasks that die with their instance',
    fault: { kind: 'orphaned-tasks' },
    choice: of('killed'),
    settings: {},
    reds: ['scaling.kill.lost'],
    advice: ['lost-with-instance'],
  },
]
