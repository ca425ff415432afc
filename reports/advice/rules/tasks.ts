import { NO_EFFECT } from '../../../load/tasks/told.ts'
import { formatCount, formatValue } from '../../format.ts'
import type { Judgement } from '../../judge/slo.ts'
import { citeAll, clip, joined } from '../cite.ts'
import { failedOf } from '../failed.ts'
import type { Rule } from '../rule.ts'
import { percentileOf } from '../seen.ts'
import type { Seen } from '../seen.ts'

const ms = (value: number): string => formatValue(value, 'ms')

/** So many times as long as in every other mode tasks take in one that starves. */
const STARVED = 5

/** What a target does in place of doing a task, by how a cause of `tasks.delivery` begins. */
const NEXT: Readonly<Record<string, string>> = {
  'lost: done':
    'A task is told to be done, and what it was for did not come about: enter its effect and its state in one transaction, and look for a failure that is caught and passed over.',
  lost: 'A task that was answered for must outlive who does it: store it before it is answered for, and take it out of the queue when it is done, not when it is begun. Look for tasks of a worker that ended.',
  duplicated:
    'Look at what is done again after a failure: enter an effect under its task’s id, and leave it out where it is entered.',
  'out of order':
    'Look at who takes the messages of one stream: two at a time, or one that is tried again behind the next. Let one worker have a stream at a time.',
}

/** How the tasks have failed in their mode then, too. */
const LATE = 'not done in time'
const WITH: Readonly<Record<string, string>> = { lost: LATE, 'lost: done': NO_EFFECT }

/** Tasks that were taken are lost, have their effect twice, or are done out of order. */
export const taskDelivery: Rule = {
  id: 'task-delivery',
  find: (seen, open) =>
    failedOf(open, 'tasks.delivery').flatMap(one => {
      const tallied = seen.tally(one.metric, one.labels)
      if (!tallied) return []
      const causes = joined(tallied.causes.map(([cause, count]) => `${clip(cause)} ${formatCount(count)}`))
      const [main = ''] = tallied.causes[0] ?? []
      const kind = Object.keys(NEXT).find(begin => main.startsWith(begin)) ?? 'lost'
      // What is lost is not done in time, either; and what has no effect has failed in its mode.
      const failed = WITH[kind]
      const late = failed === undefined ? [] : failedOf(open, 'tasks.errors').filter(isMostly(seen, failed))
      return {
        explains: [one, ...late],
        text: `Of ${formatCount(tallied.total)} tasks that the target took these were not done as they should be: ${causes} (${citeAll([one, ...late])}).`,
        next: NEXT[kind] ?? '',
      }
    }),
}

const isMostly =
  (seen: Seen, cause: string) =>
  ({ metric, labels }: Judgement): boolean =>
    seen.tally(metric, labels)?.causes[0]?.[0].startsWith(cause) ?? false

const modeOf = ({ labels }: Judgement): string => labels['mode'] ?? ''

const middleOf = (seen: Seen, mode: string): number | undefined => {
  const curve = seen.curve('tasks.latency', { mode })
  return curve && percentileOf(curve, 50)
}

/** Tasks take long: of one mode, while others are served, or of all. */
export const slowTasks: Rule = {
  id: 'slow-tasks',
  find: (seen, open) => {
    const slow = [
      ...failedOf(open, 'tasks.done', 'tasks.latency'),
      ...failedOf(open, 'tasks.errors').filter(isMostly(seen, LATE)),
    ]
    const modes = new Set(seen.curves('tasks.latency').map(({ labels }) => labels['mode'] ?? ''))
    const times = [...modes].flatMap(mode => {
      const p50 = middleOf(seen, mode)
      return p50 === undefined ? [] : [{ mode, p50 }]
    })
    const [slowest, ...others] = times.toSorted((a, b) => b.p50 - a.p50)
    if (slow.length === 0 || !slowest) return []
    const told = times.map(({ mode, p50 }) => `${mode} ${ms(p50)}`).join(', ')
    const starves =
      others.length > 0 &&
      others.every(({ p50 }) => p50 * STARVED < slowest.p50) &&
      slow.every(one => [slowest.mode, 'all'].includes(modeOf(one)))
    return [
      {
        explains: slow,
        text: starves
          ? `Tasks of the mode ${clip(slowest.mode)} wait while those of the others are done: ${citeAll(slow)}. Half of them take longer than (tasks.latency): ${told}.`
          : `Agents do too few tasks, or too late: ${citeAll(slow)}. Half of them take longer than (tasks.latency): ${told}.`,
        next: starves
          ? 'Look at the order in which the queue is served: by priority a busy mode takes all agents or all turns. Give each mode agents or a share of its own.'
          : 'Look at what a step waits for: the model first, then the queue (tasks per agent), and the answer of the API itself.',
      },
    ]
  },
}

/** Tasks at once take as long as one after the other. */
export const serialTasks: Rule = {
  id: 'serial-tasks',
  find: (seen, open) => {
    const slow = failedOf(open, 'scaling.speedup')
    if (slow.length === 0) return []
    const times = ['1', '10'].flatMap(atOnce => {
      const curve = seen.curve('scaling.latency', { atOnce })
      return curve ? [`${atOnce} at once: ${ms(percentileOf(curve, 50))}`] : []
    })
    return [
      {
        explains: slow,
        text: `Tasks at once wait for each other: ${citeAll(slow)}. A task takes (median, scaling.latency) ${times.join(', ')}.`,
        next: 'Look for what lets one through at a time while it waits for a model: a lock, a pool of one, an `await` in a loop, a call that blocks.',
      },
    ]
  },
}

/** What tasks share is seen half written. */
export const tornState: Rule = {
  id: 'torn-state',
  find: (seen, open) =>
    failedOf(open, 'scaling.torn').flatMap(one => {
      const tallied = seen.tally(one.metric, one.labels)
      if (!tallied) return []
      const example = tallied.example === undefined ? '' : ` The first: ${clip(tallied.example)}.`
      return {
        explains: [one],
        text: `${formatCount(tallied.bad)} of ${formatCount(tallied.total)} reads of what tasks share found two numbers apart that are to be the same (${citeAll([one])}).${example}`,
        next: 'Two tasks read, wait, and write back what they read: make the change one transaction, or one statement that adds.',
      }
    }),
}
