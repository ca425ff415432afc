import { formatCount, formatRatio, formatValue } from '../../format.ts'
import { cite, citeAll, clip } from '../cite.ts'
import { failedOf } from '../failed.ts'
import type { Finding, Rule } from '../rule.ts'
import { percentileOf } from '../seen.ts'
import type { Seen } from '../seen.ts'
import { takesProfile } from '../takes-profile.ts'

/** From here on who waits for the event loop notices it, ms. */
const NOTICED_MS = 100

const middle = (seen: Seen, metric: string, labels = {}): number | undefined => {
  const curve = seen.curve(metric, labels)
  return curve && percentileOf(curve, 50)
}

/** A function that takes this share of the busy time is worth a look. */
const MUCH_SHARE = 0.3

/** One function of the target's own takes much of its CPU, by a profile. */
export const busyFunction: Rule = {
  id: 'busy-function',
  find: (seen, open) => {
    const [first] = seen
      .curves('profile.self')
      .map(curve => ({ name: curve.labels['function'] ?? '', share: percentileOf(curve, 50) }))
      .toSorted((a, b) => b.share - a.share)
    if (!first || first.share <= MUCH_SHARE) return []
    const busy = failedOf(open, 'resources.cpu', 'resources.loop-delay')
    return [
      {
        explains: busy,
        ...(busy.length === 0 ? { priority: 'MEDIUM' as const } : {}),
        text: `One function takes ${formatRatio(first.share)} of the target's busy time itself: ${clip(first.name)} (CPU profile)${busy.length === 0 ? '' : `; ${citeAll(busy)}`}.`,
        next: 'Have it do less or less often, keep what it has worked out, or do it in a thread; profiles/target.cpuprofile shows who calls it.',
      },
    ]
  },
}

/** The target is busy: with its own event loop held up at a stretch, or with much at once. */
export const blockedLoop: Rule = {
  id: 'blocked-loop',
  find: (seen, open) => {
    const busy = failedOf(open, 'resources.cpu')
    const delayMs = middle(seen, 'resources.loop-delay', { phase: 'idle' }) ?? 0
    if (busy.length === 0 || delayMs < NOTICED_MS) return []
    return [
      {
        explains: busy,
        text: `Something holds the target's event loop, also while nobody uses it: half of the readings find it held up for ${formatValue(delayMs, 'ms')} and more (resources.loop-delay), and so its CPU is busy: ${citeAll(busy)}.`,
        next: 'Look for what runs by a timer and computes in one go: take a CPU profile of the idle target, and cut the work into pieces, do it in a thread, or less often.',
      },
    ]
  },
}

/** The target uses much CPU, and its event loop turns. */
export const busyTarget: Rule = {
  id: 'busy-target',
  find: (_seen, open) => {
    const busy = failedOf(open, 'resources.cpu')
    return busy.length === 0
      ? []
      : [
          {
            explains: busy,
            text: `The target's processes are busy: ${citeAll(busy)}.`,
            next: `Take a CPU profile of the target, idle or under load (${takesProfile()}), and look at the functions of its own that take most; if it may use more than one core, say so by "resources.cores".`,
          },
        ]
  },
}

/** The target takes much memory, and grows while nobody uses it, or not. */
export const targetMemory: Rule = {
  id: 'target-memory',
  find: (seen, open) =>
    failedOf(open, 'resources.memory').map((one): Finding => {
      const idle = middle(seen, 'resources.memory', { phase: 'idle' })
      const heap = middle(seen, 'resources.heap', { phase: 'load' })
      const before =
        idle === undefined
          ? ''
          : ` Before the load, with nobody using it, it held ${formatValue(idle, 'bytes')}.`
      const ofHeap =
        heap === undefined ? '' : ` Objects take ${formatValue(heap, 'bytes')} of it (resources.heap).`
      return {
        explains: [one],
        text: `The target takes much memory: ${cite(one)}.${before}${ofHeap}`,
        next: 'Compare two heap snapshots, some seconds apart: what there is more of is what it does not give back. Where the heap is small, look at buffers and native memory.',
      }
    }),
}

/** Collections stop the target for long. */
export const longCollections: Rule = {
  id: 'long-collections',
  find: (seen, open) =>
    failedOf(open, 'resources.gc').map((one): Finding => {
      const longest = seen
        .curves('resources.gc')
        .map(curve => ({ kind: curve.labels['kind'] ?? 'other', n: curve.n, p95: percentileOf(curve, 95) }))
        .toSorted((a, b) => b.p95 - a.p95)[0]
      const share = middle(seen, 'resources.gc.share', { phase: 'load' })
      const kind = longest
        ? ` The longest are the ${formatCount(longest.n)} of the kind "${longest.kind}": p95 ${formatValue(longest.p95, 'ms')}.`
        : ''
      const ofTime =
        share === undefined
          ? ''
          : ` Under the load half of the readings spend ${formatRatio(share)} and more in them.`
      return {
        explains: [one],
        text: `Garbage collections stop the target: ${cite(one)}.${kind}${ofTime}`,
        next:
          longest?.kind === 'minor'
            ? 'Minor collections copy what is still in use: look for many objects that live for some hundred milliseconds (queues, caches that are rebuilt), and raise --max-semi-space-size.'
            : 'Major collections look at all that is kept: look for a large heap of small objects, and keep it in buffers, in another process, or smaller.',
      }
    }),
}

/** Threads or open files stay when a load is over. */
export const leftRunning: Rule = {
  id: 'left-running',
  find: (seen, open) => {
    const left = failedOf(open, 'resources.threads.left', 'resources.descriptors.left')
    if (left.length === 0) return []
    const counts = left.map(({ metric }) => {
      const [figure = ''] = /[a-z]+(?=\.left$)/.exec(metric) ?? []
      const [before, after] = ['idle', 'after'].map(phase => middle(seen, `resources.${figure}`, { phase }))
      return `${figure} ${formatCount(before ?? 0)} before, ${formatCount(after ?? 0)} after`
    })
    const sockets = ['idle', 'after'].map(phase => middle(seen, 'resources.sockets', { phase }) ?? 0)
    const areSockets = (sockets[1] ?? 0) > (sockets[0] ?? 0)
    return [
      {
        explains: left,
        text: `A load leaves something behind: ${citeAll(left)}; ${counts.join('; ')}.`,
        next: areSockets
          ? `Sockets are among them (${formatCount(sockets[0] ?? 0)} before, ${formatCount(sockets[1] ?? 0)} after): look for connections whose peer has gone, and clients that are made for each request.`
          : 'They are no sockets: look for files that are opened for each request and not closed when it fails, watchers, and workers that are begun and never ended (ls -l /proc/PID/fd tells the files).',
      },
    ]
  },
}
