import { formatCount, formatValue } from '../../format.ts'
import { citeAll, joined } from '../cite.ts'
import { failedOf } from '../failed.ts'
import type { Rule } from '../rule.ts'
import type { Seen } from '../seen.ts'

/** What to look at where events are lost, by what broke the bus. */
const LOST: Readonly<Record<string, string>> = {
  consumer:
    'A consumer that is killed takes with it what it has acknowledged and not done: acknowledge an event after its work, never automatically.',
  partition:
    'What was sent and not confirmed was taken for published: use publisher confirms, and answer for an event once its confirm is there.',
  publisher:
    'What was sent and not confirmed was taken for published: use publisher confirms, and answer for an event once its confirm is there.',
  broker:
    'What a broker keeps in memory is gone when it crashes: declare durable queues (quorum queues where there are several nodes), and publish persistent messages with confirms.',
}

/** Causes of events that were lost or came twice, of all loads in which that is so. */
function loadsOf(seen: Seen, metric: string): { load: string; bad: number; total: number }[] {
  return seen
    .measurements(metric)
    .flatMap(({ labels, data }) =>
      data.kind === 'tally' && data.bad > 0
        ? [{ load: labels['load'] ?? '', bad: data.bad, total: data.total }]
        : [],
    )
}

/** Events were confirmed, and lost. */
export const busLoss: Rule = {
  id: 'bus-loss',
  find: (seen, open) => {
    const lost = failedOf(open, 'bus.loss')
    const loads = loadsOf(seen, 'bus.loss').toSorted((a, b) => b.bad - a.bad)
    const [worst] = loads
    if (lost.length === 0 || !worst) return []
    const told = joined(
      loads.map(({ load, bad, total }) => `${load} ${formatCount(bad)} of ${formatCount(total)}`),
    )
    const next =
      LOST[worst.load] ??
      'Look at who acknowledges events, and when, and at what becomes of those that are refused.'
    return [
      { explains: lost, text: `Events that were confirmed were lost: ${told} (${citeAll(lost)}).`, next },
    ]
  },
}

/** Events had their effect twice. */
export const busDuplicates: Rule = {
  id: 'bus-duplicates',
  find: (seen, open) => {
    const twice = failedOf(open, 'bus.duplicates')
    const loads = loadsOf(seen, 'bus.duplicates')
    if (twice.length === 0 || loads.length === 0) return []
    const told = joined(loads.map(({ load, bad }) => `${load} ${formatCount(bad)}`))
    return [
      {
        explains: twice,
        text: `Deliveries that came again were not known again: ${told} (${citeAll(twice)}).`,
        next: 'A broker delivers at least once. Keep the ids of events whose effect is there, in the same transaction as the effect, and leave out what comes again.',
      },
    ]
  },
}

/** Events wait in the queues for consumers. */
export const busBacklog: Rule = {
  id: 'bus-backlog',
  find: (seen, open) => {
    const slow = failedOf(open, 'bus.depth', 'bus.undrained', 'bus.latency', 'bus.errors')
    const depths = seen
      .measurements('bus.depth')
      .flatMap(({ data }) => (data.kind === 'samples' ? data.points : []))
    const most = Math.max(0, ...depths.map(({ value }) => value))
    if (!slow.some(({ metric }) => metric === 'bus.depth' || metric === 'bus.undrained') || most === 0)
      return []
    return [
      {
        explains: slow,
        text: `Consumers do not keep up: up to ${formatCount(most)} events waited in the queues (${citeAll(slow)}).`,
        next: 'Look at how long the work on one event takes, and at how many a consumer has at a time (prefetch); then have more consumers, or take slow work out of them.',
      },
    ]
  },
}

/** Events do not pass again after the bus was broken. */
export const busRecovery: Rule = {
  id: 'bus-recovery',
  find: (seen, open) => {
    const late = failedOf(open, 'bus.outages')
    if (late.length === 0) return []
    const times = seen
      .measurements('bus.recovery')
      .flatMap(({ labels, data }) =>
        data.kind === 'samples'
          ? data.points.map(({ value }) => ({ load: labels['load'] ?? '', value }))
          : [],
      )
    const worst = times.toSorted((a, b) => b.value - a.value)[0]
    if (!worst) return []
    return [
      {
        explains: late,
        text: `After the fault of a ${worst.load} events did not pass for ${formatValue(worst.value, 'ms')} (${citeAll(late)}).`,
        next: 'Have publishers and consumers connect again by themselves, with heartbeats of seconds rather than the minute that is usual, and start those again that end.',
      },
    ]
  },
}
