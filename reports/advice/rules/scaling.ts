import { formatCount } from '../../format.ts'
import type { Judgement } from '../../judge/slo.ts'
import { citeAll, clip, joined } from '../cite.ts'
import { failedOf } from '../failed.ts'
import type { Rule } from '../rule.ts'
import type { Seen } from '../seen.ts'

/** @returns a rule that knows the cause of what a metric tells, and so much of it */
const ruleOf = (
  id: string,
  metric: string,
  text: (cited: string, seen: Seen, failed: readonly Judgement[]) => string,
  next: string,
): Rule => ({
  id,
  find: (seen, open) => {
    const failed = failedOf(open, metric)
    return failed.length === 0 ? [] : [{ explains: failed, text: text(citeAll(failed), seen, failed), next }]
  },
})

/** @returns what became of the events that were bad, e.g. `status 404 12` */
function causesOf(seen: Seen, metric: string): string {
  const { causes } = seen.tally(metric) ?? { causes: [] }
  return joined(causes.map(([cause, count]) => `${clip(cause)}: ${formatCount(count)}`))
}

/** What instances behind a balancer are asked for, and what becomes of it. */
export const scalingRules: readonly Rule[] = [
  ruleOf(
    'uneven-instances',
    'instances.share',
    (cited, _seen, failed) =>
      failed.some(({ observed = 1 }) => observed === 0)
        ? `The balancer leaves instances without any task: ${cited}.`
        : `The balancer does not share tasks out evenly: ${cited}.`,
    'Look at what it chooses by: weights, sticky sessions, a hash of the address that all clients share, connections that are kept alive and each lead to one instance. Take turns, or the fewest requests under way; and look whether it knows all instances.',
  ),
  ruleOf(
    'late-instances',
    'instances.up',
    cited => `Instances that were asked for are late: ${cited}.`,
    'Look at what a new one waits for: a machine, an image that is pulled, a program that starts, a health check that must succeed several times. And whether the balancer is told of it.',
  ),
  ruleOf(
    'lost-on-the-way-down',
    'instances.down.lost',
    (cited, seen) => `Tasks are lost when instances go: ${cited}; ${causesOf(seen, 'instances.down.lost')}.`,
    'Have an instance that is to go leave the balancer first, take nothing more, and do what it has taken before it ends: handle SIGTERM, and give it as long as a task takes (terminationGracePeriodSeconds, stop_grace_period).',
  ),
  ruleOf(
    'instance-stays-away',
    'instances.back',
    cited => `An instance that was killed is not back in time: ${cited}.`,
    'Have somebody start it again: a restart policy, a supervisor, as many replicas as are wanted; and have the balancer take it back by its health check.',
  ),
  ruleOf(
    'lost-with-instance',
    'instances.kill.lost',
    (cited, seen) =>
      `Tasks die with the instance that has taken them: ${cited}; ${causesOf(seen, 'instances.kill.lost')}.`,
    'Keep a task where it outlives the instance, in a database or a queue, before its taking is confirmed; and have another go on with it when its owner is not heard of any more, by a lease or an acknowledgement that does not come.',
  ),
]
