import type { Measurement } from '../../../load/measure/measurement.ts'
import { events, sloOf, times, visits } from '../testing/example-run.ts'
import { testRules } from '../testing/rule-rows.ts'

const delivery = sloOf('tasks.delivery', 'count==0', { unit: 'count' })
const done = sloOf('tasks.done', 'med>=20', { unit: 'per-second', by: 'mode' })
const late = sloOf('tasks.errors', 'rate<0.01', { unit: 'ratio', by: 'mode' })
const atOnce = sloOf('scaling.speedup', 'med>=5', { unit: 'times' })
const torn = sloOf('scaling.torn', 'count==0', { unit: 'count' })

const account = (causes: Record<string, number>): Measurement => events('tasks.delivery', {}, 1000, causes)
const failing = (mode: string, causes: Record<string, number> = {}): Measurement =>
  events('tasks.errors', { mode }, 1000, causes)
/** Tasks of two modes: how many are done a second, and how long they take. */
const both = (one: [perSecond: number, ms: number], other: [perSecond: number, ms: number]): Measurement[] =>
  [one, other].flatMap(([perSecond, ms], index) => {
    const mode = ['autonomous', 'scheduled'][index] ?? ''
    return [
      visits('tasks.done', { mode }, [perSecond], 'per-second'),
      times('tasks.latency', { mode }, () => ms),
    ]
  })

testRules([
  {
    what: 'tasks are lost, and so are late',
    rule: 'task-delivery',
    slos: [delivery, late],
    slow: [account({ 'lost: still "<n>"': 40 }), failing('autonomous', { 'not done in time': 40 })],
    text: 'Of 1,000 tasks that the target took these were not done as they should be: lost: still "<n>" 40 (tasks.delivery 40 (limit 0); tasks.errors (autonomous) 4 % (limit 1 %)).',
    next: 'A task that was answered for must outlive who does it',
    good: [account({}), failing('autonomous')],
  },
  {
    what: 'tasks are done without their effect',
    rule: 'task-delivery',
    slos: [delivery, late],
    slow: [
      account({ 'lost: done without its effect': 40 }),
      failing('autonomous', { 'done without its effect': 40 }),
    ],
    text: 'lost: done without its effect 40 (tasks.delivery 40 (limit 0); tasks.errors (autonomous) 4 % (limit 1 %)).',
    next: 'enter its effect and its state in one transaction',
    good: [account({}), failing('autonomous')],
  },
  {
    what: 'tasks have their effect twice',
    rule: 'task-delivery',
    slos: [delivery],
    slow: [account({ 'duplicated: it had its effect more than once': 5 })],
    text: 'duplicated: it had its effect more than once 5 (tasks.delivery 5 (limit 0))',
    next: 'Look at what is done again after a failure',
    good: [account({})],
  },
  {
    what: 'messages are out of order',
    rule: 'task-delivery',
    slos: [delivery],
    slow: [account({ 'out of order': 5 })],
    text: 'out of order 5 (tasks.delivery 5 (limit 0))',
    next: 'Look at who takes the messages of one stream',
    good: [account({})],
  },
  {
    what: 'a mode starves',
    rule: 'slow-tasks',
    slos: [done],
    slow: both([50, 40], [2, 4000]),
    text: 'Tasks of the mode scheduled wait while those of the others are done',
    next: 'Look at the order in which the queue is served',
    good: both([50, 40], [30, 60]),
  },
  {
    what: 'all modes are slow',
    rule: 'slow-tasks',
    slos: [done],
    slow: both([2, 3000], [2, 4000]),
    text: 'Agents do too few tasks, or too late',
    next: 'Look at what a step waits for: the model first',
    good: both([50, 40], [30, 60]),
  },
  {
    what: 'tasks at once wait for each other',
    rule: 'serial-tasks',
    slos: [atOnce],
    slow: [
      visits('scaling.speedup', {}, [1.1], 'times'),
      times('scaling.latency', { atOnce: '1' }, () => 40),
      times('scaling.latency', { atOnce: '10' }, () => 400),
    ],
    text: 'A task takes (median, scaling.latency) 1 at once: 40 ms, 10 at once: 400 ms.',
    next: 'Look for what lets one through at a time',
    good: [visits('scaling.speedup', {}, [8], 'times')],
  },
  {
    what: 'reads are torn',
    rule: 'torn-state',
    slos: [torn],
    slow: [
      events(
        'scaling.torn',
        {},
        1000,
        { 'torn: the two numbers differ': 7 },
        { examples: { 'torn: the two numbers differ': '7 and 6' } },
      ),
    ],
    text: '7 of 1,000 reads of what tasks share found two numbers apart that are to be the same (scaling.torn 7 (limit 0)). The first: 7 and 6.',
    next: 'make the change one transaction',
    good: [events('scaling.torn', {}, 1000)],
  },
])
