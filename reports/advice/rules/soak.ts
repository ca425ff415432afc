import { cite, citeAll } from '../cite.ts'
import { failedOf } from '../failed.ts'
import type { Finding, Rule } from '../rule.ts'

/** Where to look for what leaks, by the metric that tells most of it. */
const LOOK: Readonly<Record<string, string>> = {
  'soak.sockets':
    'Look for connections whose peer has gone, and for clients that are made for each request and never closed (ss -tnp tells where they lead).',
  'soak.threads': 'Look for workers and pools that are begun for each piece of work and never ended.',
  'soak.descriptors':
    'Look for files and watchers that are opened for each request and not closed where it fails (ls -l /proc/PID/fd tells which).',
  'soak.levels':
    'Look for what is put in and never taken out: jobs that nobody works on, keys without an expiry, rows that are written for each request.',
  'soak.heap':
    'Compare two heap snapshots, some minutes apart: look first for maps, caches and lists of listeners that have an entry more for each request and no limit.',
  'soak.memory':
    'The heap does not grow with it, or is not read: look at buffers, native modules and child processes; "resources.inspector" tells the heap.',
}

/** A target holds more and more in long use. */
export const leak: Rule = {
  id: 'leak',
  find: (_seen, open) => {
    const growing = failedOf(open, ...Object.keys(LOOK))
    const [metric] = Object.keys(LOOK).filter(name => growing.some(one => one.metric === name))
    return metric === undefined
      ? []
      : [
          {
            explains: growing,
            text: `The target holds more and more for as long as it is used, and lets go of none of it: ${citeAll(growing)}.`,
            next: LOOK[metric] ?? '',
          },
        ]
  },
}

/** Answers come later and later. */
export const slowsDown: Rule = {
  id: 'slows-down',
  find: (_seen, open) => {
    const slower = failedOf(open, 'soak.latency')
    const leaks = failedOf(open, 'soak.heap', 'soak.memory')
    return slower.length === 0
      ? []
      : [
          {
            explains: slower,
            text: `Under the same load answers come later and later: ${citeAll(slower)}.`,
            next:
              leaks.length > 0
                ? 'Its memory grows as well: mend that first, as a full heap is collected ever more often.'
                : 'Look for what each request makes longer: tables without an index, lists that are searched from their beginning, logs, queues of work that is never done.',
          },
        ]
  },
}

/** The target is away at times. */
export const away: Rule = {
  id: 'away',
  find: (_seen, open) =>
    failedOf(open, 'soak.uptime').map((one): Finding => ({
      explains: [one],
      text: `The target is not always there: ${cite(one)}. ${one.because}`,
      next: "Hold the seconds without an answer against the target's log: restarts, deployments, collections of garbage, or a balancer that leads to an instance which has gone.",
    })),
}
