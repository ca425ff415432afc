import { answers, test } from '../../fixtures/index.ts'

/** Some are under way in each instance, and a machine of two cores has time for more. */
const TASKS = { perSecond: 50 }

// Open model. Each round of as many tasks as there are instances is a value: a hundred tasks tell of a balancer that takes turns, and there are more where it chooses by chance.
test(
  'tasks are shared out evenly among instances',
  answers('scaling.distribution', 'scaling.distribution.least', { lastsMs: () => 8000 }),
  async ({ lab, scaling }) => {
    lab.record(...(await scaling.distribution({ ...TASKS, tasks: 100 })))
  },
)

// Three times one instance, then the most, then fewer, while tasks are due; then each of these is looked for.
test(
  'instances come in time, and those that go lose no task',
  answers('scaling.up', 'scaling.down', { lastsMs: () => 20_000 }),
  async ({ lab, scaling }) => {
    lab.record(...(await scaling.changes(TASKS)))
  },
)

// Three times one of three, with tasks in it that were seen under way. That it is gone, and back, is told by who answers.
test(
  'an instance that is killed comes back by itself, and its tasks are accounted for',
  answers('scaling.kill', 'scaling.kill.lost', { lastsMs: () => 18_000 }),
  async ({ lab, scaling }) => {
    lab.record(...(await scaling.kills(TASKS)))
  },
)
