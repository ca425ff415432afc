import { formatCount, formatValue } from '../../format.ts'
import { citeAll, clip, joined } from '../cite.ts'
import { failedOf } from '../failed.ts'
import type { Rule } from '../rule.ts'
import { percentileOf } from '../seen.ts'

const ms = (value: number): string => formatValue(value, 'ms')

/** From so much of the 95th percentile on the quickest are as slow as the slowest. */
const ALIKE = 0.5

/** Agents take long to come up, each of them or some. */
export const slowSpawn: Rule = {
  id: 'slow-spawn',
  find: (seen, open) => {
    const slow = [...failedOf(open, 'fleet.spawn.latency'), ...failedOf(open, 'fleet.startup')]
    const [first] = slow
    if (!first) return []
    const curve = seen.curve('fleet.spawn.latency')
    const handedOut = seen.curve('fleet.allocate.latency')
    const isEach = curve !== undefined && percentileOf(curve, 5) > ALIKE * percentileOf(curve, 95)
    const spread = curve
      ? isEach
        ? ` The quickest twentieth takes ${ms(percentileOf(curve, 5))} too: each agent waits for the same thing.`
        : ` Half take ${ms(percentileOf(curve, 50))}: only some are slow.`
      : ''
    const api = handedOut
      ? ` The API itself hands an agent out in ${ms(percentileOf(handedOut, 50))} (median, fleet.allocate.latency).`
      : ''
    return [
      {
        explains: slow,
        text: `Agents take long to come up: ${citeAll(slow)}.${spread}${api}`,
        next: isEach
          ? 'Look at what an agent does before it takes its first message: a process of its own, a model that is loaded, a connection; and keep some of it ready.'
          : 'Look at the pool: agents that come while a host starts wait for it. Start the next host earlier.',
      },
    ]
  },
}

/** An idle agent is handed out late. */
export const slowAllocation: Rule = {
  id: 'slow-allocation',
  find: (seen, open) =>
    failedOf(open, 'fleet.allocate.latency').flatMap(one => {
      const curve = seen.curve(one.metric, one.labels)
      if (!curve) return []
      const [p5, p50, p95] = [percentileOf(curve, 5), percentileOf(curve, 50), percentileOf(curve, 95)]
      const isEach = p5 > ALIKE * p95
      return {
        explains: [one],
        text: `An idle agent is handed out late: ${citeAll([one])}. ${isEach ? `The quickest twentieth takes ${ms(p5)} too` : `Half take ${ms(p50)}: only some are slow`}.`,
        next: isEach
          ? 'Look at what is done for each request before an agent is chosen: a scan of all agents, a lock, a question to another service. Keep the idle ones in a list.'
          : 'Look for what holds the platform at times: a lock that spawning takes too, garbage collection.',
      }
    }),
}

/** Agents that were asked for do not come up. */
export const agentsMissing: Rule = {
  id: 'agents-missing',
  find: (seen, open) =>
    failedOf(open, 'fleet.spawn.errors').flatMap(one => {
      const tallied = seen.tally(one.metric, one.labels)
      if (!tallied) return []
      const causes = joined(tallied.causes.map(([cause, count]) => `${clip(cause)} ${formatCount(count)}`))
      const isSilent = tallied.causes.some(([cause]) => /in time|timeout/.test(cause))
      const isMute = tallied.causes[0]?.[0].startsWith('message: taken') ?? false
      // An agent that never answers counts with the time-out in the times, too.
      const times = isSilent ? failedOf(open, 'fleet.spawn.latency') : []
      return {
        explains: [one, ...times],
        text: `${formatCount(tallied.bad)} of ${formatCount(tallied.total)} agents that were asked for did not come up: ${causes}. ${citeAll([one, ...times])}.`,
        next: isMute
          ? 'They took a message and never answered it: the platform holds it for them, or they wait themselves. Look at what an agent does with its first message: a model, a lock, a mailbox that nobody empties.'
          : isSilent
            ? 'Their ids were given and they never answered. Look for an agent of the list that stays "starting", and let the platform replace one that is not healthy in time.'
            : 'Look at the answer that the target gave (below the figure): a limit on agents, or ids that are given twice or not at all.',
      }
    }),
}

/** Something stays when agents are let go: agents, hosts, sockets, memory. */
export const leftOver: Rule = {
  id: 'left-over',
  find: (seen, open) => [
    ...failedOf(open, 'fleet.cleanup').flatMap(one => {
      const tallied = seen.tally(one.metric, one.labels)
      if (!tallied) return []
      const kinds = tallied.causes.map(([cause]) => cause)
      const causes = joined(tallied.causes.map(([cause, count]) => `${formatCount(count)} ${clip(cause)}`))
      const isRefused = kinds.every(cause => cause.startsWith('release: '))
      const isOpen = kinds[0] === 'sockets left open'
      return {
        explains: [one],
        text: isRefused
          ? `Agents could not be let go: ${causes} (${citeAll([one])}). No look at the pool found one left over.`
          : `When the agents were let go, something stayed: ${causes} (${citeAll([one])}).`,
        next: isRefused
          ? 'Look at the answer that the target gave (below the figure): who lets an agent go is told that it did not go.'
          : isOpen
            ? "List the open connections of the target's processes (ss -tanp, lsof -i) and whom they lead to: what an agent opens it has to close when it goes."
            : 'Compare the ids that the target still lists with those that were let go: what is not ended holds memory, sockets and hosts.',
      }
    }),
    ...failedOf(open, 'fleet.cleanup.memory').map(one => ({
      explains: [one],
      text: `Each round of agents that comes and goes leaves memory behind: ${citeAll([one])}.`,
      next: 'Compare two heap snapshots, of before and after a round: look for what still names an agent that is gone (a map, a listener, a timer). A runtime that gives memory back late shows the same: give "resources.collectGarbage" where it can be made to.',
    })),
  ],
}
