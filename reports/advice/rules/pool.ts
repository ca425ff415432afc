import { formatCount, formatValue } from '../../format.ts'
import { citeAll, clip, joined } from '../cite.ts'
import { failedOf } from '../failed.ts'
import type { Rule } from '../rule.ts'

/** Hosts come or go against the load, or die. */
export const poolFlaps: Rule = {
  id: 'pool-flaps',
  find: (seen, open) =>
    failedOf(open, 'fleet.autoscale.reversals').flatMap(one => {
      const tallied = seen.tally(one.metric, one.labels)
      if (!tallied) return []
      const causes = joined(tallied.causes.map(([cause, count]) => `${clip(cause)} ${formatCount(count)}`))
      const die = tallied.causes.some(([cause]) => cause === 'a host died')
      return {
        explains: [one],
        text: `${die ? 'Hosts of agents die under their load' : 'The pool flaps'}: ${causes} (${citeAll([one])}).`,
        next: die
          ? "Look at how a host ends: its memory limit, a crash in its log, a health check that it is too busy for. Each takes its agents' memory and sessions with it."
          : 'Set the mark for one host fewer well below the one that the host more leaves behind, and the cool-down longer than a change takes.',
      }
    }),
}

/** An agent takes much memory. */
export const agentMemory: Rule = {
  id: 'agent-memory',
  find: (seen, open) =>
    failedOf(open, 'fleet.memory').map(one => {
      const most = seen
        .curves('fleet.memory')
        .map(({ labels, percentiles }) => ({
          agents: Number(labels['agents']),
          bytes: percentiles.at(-1)?.[1] ?? 0,
        }))
        .toSorted((a, b) => b.agents - a.agents)[0]
      const whole = most
        ? ` With ${formatCount(most.agents)} agents all processes hold ${formatValue(most.bytes, 'bytes')}.`
        : ''
      return {
        explains: [one],
        text: `Each agent adds to the memory of its hosts: ${citeAll([one])}.${whole}`,
        next: 'Look at what an agent has for itself that all could share: a model, a client, a cache, a process. Take a heap snapshot of a host with few agents and with many, and compare.',
      }
    }),
}

/** The pool does not grow with its load, or too late. */
export const slowToGrow: Rule = {
  id: 'slow-to-grow',
  find: (_seen, open) => {
    const slow = failedOf(open, 'fleet.autoscale.up')
    return slow.length === 0
      ? []
      : [
          {
            explains: slow,
            text: `The pool is late with one host more: ${citeAll(slow)}.`,
            next: 'Look at what a new host waits for: a machine, an image that is pulled, a model that is loaded. Keep one ready, or set its mark lower; and look whether the pool has as many hosts as it may.',
          },
        ]
  },
}

/** The pool keeps hosts that it does not need. */
export const slowToShrink: Rule = {
  id: 'slow-to-shrink',
  find: (_seen, open) => {
    const slow = failedOf(open, 'fleet.autoscale.down')
    return slow.length === 0
      ? []
      : [
          {
            explains: slow,
            text: `The pool keeps a host when its agents are gone: ${citeAll(slow)}.`,
            next: 'Look at what holds it: an agent that is still counted, work that never ends, a mark that no pool falls below. What is not given back is paid for.',
          },
        ]
  },
}
