import { formatCount, formatValue } from '../../format.ts'
import type { Judgement } from '../../judge/slo.ts'
import { citeAll, clip, joined } from '../cite.ts'
import { failedOf } from '../failed.ts'
import type { Rule } from '../rule.ts'
import { percentileOf } from '../seen.ts'
import type { Seen, Tallied } from '../seen.ts'

const ms = (value: number): string => formatValue(value, 'ms')

const talliedOf = (seen: Seen, { metric, labels }: Judgement): Tallied | undefined =>
  seen.tally(metric, labels)

const causesOf = ({ causes }: Tallied): string =>
  joined(causes.map(([cause, count]) => `${clip(cause)} ${formatCount(count)}`))

/** Swarms that are asked for do not come up. */
export const swarmsMissing: Rule = {
  id: 'swarms-missing',
  find: (seen, open) =>
    failedOf(open, 'swarms.created').flatMap(one => {
      const tallied = talliedOf(seen, one)
      if (!tallied) return []
      return {
        explains: [one],
        text: `${formatCount(tallied.bad)} of ${formatCount(tallied.total)} swarms did not come up whole: ${causesOf(tallied)}.`,
        next: 'Follow one of them through its start: a member that does not come up in time is to be started again, and a swarm is told to be there when all its members are.',
      }
    }),
}

/** From so much of the 95th percentile on the quickest messages are as slow as the slowest. */
const ALIKE = 0.5

/** Messages in swarms are slow, or as many as are sent do not get through. */
export const slowSwarmMessages: Rule = {
  id: 'slow-swarm-messages',
  find: (seen, open) => {
    const slow = failedOf(open, 'swarms.latency', 'swarms.delivered')
    const curve = seen.curve('swarms.latency', { load: 'steady' })
    if (slow.length === 0 || !curve) return []
    const [p5, p95] = [percentileOf(curve, 5), percentileOf(curve, 95)]
    const isEach = p5 > ALIKE * p95
    const queues = slow.some(({ metric }) => metric === 'swarms.delivered') || !isEach
    return [
      {
        explains: slow,
        text: `Messages in swarms are slow: ${citeAll(slow)}. The quickest twentieth takes ${ms(p5)} at most, the slowest ${ms(p95)} and more${queues ? ': they wait for one another' : ': each takes long'}.`,
        next: queues
          ? 'Look at what handles messages one at a time: one subscriber for all swarms, an await in a loop over messages, a lock. Handle those of different members at once, and send many in one round trip.'
          : 'Look at what each message waits for on its way: a poll in place of a subscription, a write that is waited for before it is sent, a connection of its own.',
      },
    ]
  },
}

/** Messages in swarms do not come. */
export const lostSwarmMessages: Rule = {
  id: 'lost-swarm-messages',
  find: (seen, open) =>
    failedOf(open, 'swarms.lost').flatMap(one => {
      const tallied = talliedOf(seen, one)
      if (!tallied) return []
      return {
        explains: [one],
        text: `${formatCount(tallied.bad)} of ${formatCount(tallied.total)} messages in swarms did not come to the members that they were sent to.`,
        next: "Redis' PUBLISH keeps nothing: who is not subscribed at that moment never hears it. Subscribe before a member is told to be there, or send over a stream (XADD, XREADGROUP) that keeps what was not read.",
      }
    }),
}

/** Somebody acts as the leader who is none any more. */
export const twoLeaders: Rule = {
  id: 'two-leaders',
  find: (seen, open) => {
    const failed = failedOf(open, 'swarms.overlaps')
    const [first] = failed
    const tallied = first && talliedOf(seen, first)
    if (!tallied) return []
    const isOld = tallied.causes.some(([cause]) => cause.includes('old term'))
    return [
      {
        explains: failed,
        text: `Swarms have two leaders at once: ${causesOf(tallied)} of ${formatCount(tallied.total)} terms and acts (${citeAll(failed)}).`,
        next: isOld
          ? 'A member acts after its lease is over, and is let in: who was frozen can not know. Send the term with each act, and refuse one that is lower than the term counter, in the same step as the act. A fence that compares with what was accepted last is too late.'
          : 'Count the term up in the same step in which the lease is taken (one script, or INCR before SET NX), and keep the counter over restarts.',
      },
    ]
  },
}

/** Swarms are without a leader for too long. */
export const lateElections: Rule = {
  id: 'late-elections',
  find: (seen, open) => {
    const late = failedOf(open, 'swarms.election.late')
    const [first] = late
    const curve = first && seen.curve('swarms.election', first.labels)
    if (!curve) return []
    return [
      {
        explains: late,
        text: `Swarms are without a leader for too long: half of them for ${ms(percentileOf(curve, 50))} (${citeAll(late)}).`,
        next: 'Look at how long the lease really lasts in the store, and at how often members look whether it is over: they can learn how long it still lasts from the answer that refuses it, and ask again then.',
      },
    ]
  },
}

/** States of swarms are gone with the process that kept them. */
export const unsavedSwarms: Rule = {
  id: 'unsaved-swarms',
  find: (seen, open) =>
    failedOf(open, 'swarms.recovered').flatMap(one => {
      const tallied = talliedOf(seen, one)
      if (!tallied) return []
      const isOlder = tallied.causes[0]?.[0] === 'older'
      return {
        explains: [one],
        text: `${formatCount(tallied.bad)} of ${formatCount(tallied.total)} states of swarms did not come back with Redis: ${causesOf(tallied)}.`,
        next: isOlder
          ? 'They are as old as the last snapshot: switch on the append-only file (appendonly yes, appendfsync everysec), which loses a second at most.'
          : 'A state is confirmed before it is kept: answer when Redis has it, have it keep an append-only file (appendonly yes), and give states no time to live.',
      }
    }),
}
