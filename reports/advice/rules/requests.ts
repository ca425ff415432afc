import { formatCount, formatExact, formatRatio, formatValue } from '../../format.ts'
import type { Judgement } from '../../judge/slo.ts'
import type { Finding, Rule } from '../rule.ts'
import { citeAll, clip, joined, nameAll } from '../cite.ts'
import type { Seen } from '../seen.ts'
import { anatomyOf, peersOf } from './request-anatomy.ts'
import type { Anatomy } from './request-anatomy.ts'
import { cpuText, cpuWithin, isFull, isMachineBusy } from './target-cpu.ts'
import { takesProfile } from '../takes-profile.ts'

const ms = (value: number | undefined): string => formatValue(value, 'ms')

/** From so much of its time on a part of a request is why it is slow. */
const MOST_OF_IT = 0.5

/** Strained response times, each with what its requests did. */
interface Strained extends Anatomy {
  judgement: Judgement
}

/** How much longer answers take than at first, as `drift` has it, is no time of which a part could be why. */
const isResponseTime = ({ metric, unit }: Judgement): boolean =>
  unit === 'ms' && /\.(?:latency|overhead)$/.test(metric)

function strainedOf(seen: Seen, open: readonly Judgement[]): Strained[] {
  return open
    .filter(one => isResponseTime(one) && seen.isStrained(one))
    .flatMap(judgement => {
      const anatomy = anatomyOf(seen, judgement)
      return anatomy ? [{ judgement, ...anatomy }] : []
    })
    .toSorted(
      (a, b) =>
        Number(b.judgement.verdict === 'FAIL') - Number(a.judgement.verdict === 'FAIL') || b.p95 - a.p95,
    )
}

/** A rule over all response times of which something is true; one piece of advice for all of them. */
const overSlow = (
  id: string,
  isSo: (one: Strained, seen: Seen) => boolean,
  tell: (all: [Strained, ...Strained[]], seen: Seen) => Omit<Finding, 'explains'> & Partial<Finding>,
): Rule => ({
  id,
  find: (seen, open) => {
    const strained = strainedOf(seen, open)
    const fitting = strained.filter(one => isSo(one, seen))
    // The same endpoint under another load is slow for the same reason.
    const endpoints = new Set(fitting.map(({ endpoint }) => endpoint).filter(Boolean))
    const all = strained.filter(one => fitting.includes(one) || endpoints.has(one.endpoint))
    const [first, ...others] = all
    if (!first) return []
    return [{ explains: all.map(({ judgement }) => judgement), ...tell([first, ...others], seen) }]
  },
})

const citing = (all: readonly Strained[]): string => citeAll(all.map(({ judgement }) => judgement))

/** More comes than is served, so that what waits grows as long as the load lasts. */
export const queueGrows: Rule = overSlow(
  'queue-grows',
  ({ course, judgement }) =>
    course !== undefined && course.last > 3 * course.first && course.last > 0.5 * judgement.limit,
  (all, seen) => {
    const [{ course, window }] = all
    const due = seen.points('load.intended', window).map(([, value]) => value)
    const done = seen.points('load.requests', window).map(([, value]) => value)
    const meanOf = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
    const rates =
      due.length > 2 && done.length > 2
        ? ` ${formatCount(Math.round(meanOf(due)))} requests a second were due and ${formatCount(Math.round(meanOf(done)))} answered (load.intended, load.requests).`
        : ''
    return {
      text: `Response times grow as long as the load lasts: half of the requests took ${ms(course?.first ?? 0)} in its first quarter and ${ms(course?.last ?? 0)} in its last, so more comes than is served and a queue grows. ${citing(all)}.${rates} ${cpuText(seen, window)}`.trim(),
      next: 'Find the queue: a pool of connections or threads that is full, or one process whose CPU is. Then give it more, or refuse early.',
    }
  },
)

/** The process as a whole has no time left. */
export const cpuFull: Rule = overSlow(
  'cpu-full',
  ({ window }, seen) => isFull(seen, cpuWithin(seen, window)),
  (all, seen) => ({
    text: `The target's CPU is full while it answers late: ${formatRatio(cpuWithin(seen, all[0].window) ?? 0)} of a core (target.cpu, median). ${citing(all)}.`,
    next: `Take a CPU profile of the target under load (${takesProfile()}), and look for the function with the most time of its own. Another process helps only where the machine has a core for it.`,
  }),
)

/** All endpoints are late in the same moments, and quick in between. */
export const stalls: Rule = overSlow(
  'stalls',
  ({ p50, p95, judgement, endpoint, window }, seen) => {
    const peers = peersOf(seen, window, endpoint)
    const tail = Math.max(p95, judgement.observed ?? 0)
    return p50 < 0.3 * tail && peers.length > 0 && peers.every(peer => peer.p99 > 0.5 * tail)
  },
  (all, seen) => {
    const [first] = all
    return {
      text: `The whole target stands still at times: half of the requests take ${ms(first.p50)}, and in the same moments all endpoints answer late, ${joined(peersOf(seen, first.window, first.endpoint).map(({ endpoint, p99 }) => `${clip(endpoint)} too (p99 ${ms(p99)})`))}. ${citing(all)}. ${cpuText(seen, first.window)}`.trim(),
      next: 'Look for what holds its event loop or all of its threads: a long computation, a synchronous call, garbage collection. Its seconds are on the time axis.',
    }
  },
)

/** The answer begins soon and takes long to end. */
export const slowBody: Rule = overSlow(
  'slow-body',
  ({ p95, serviceP95, ttfbP95 }) =>
    serviceP95 !== undefined && ttfbP95 !== undefined && serviceP95 - ttfbP95 > MOST_OF_IT * p95,
  all => {
    const [{ serviceP95, ttfbP95 }] = all
    return {
      text: `Answers begin soon and end late: the first byte is there after ${ms(ttfbP95)}, the last after ${ms(serviceP95)} (p95). ${citing(all)}.`,
      next: 'Look at how the body is made: its size, whether it is compressed, and whether it is written in pieces as a query goes on.',
    }
  },
)

/** Requests wait for their connection. */
export const slowConnect: Rule = overSlow(
  'slow-connect',
  ({ p95, connectP95 }) => connectP95 !== undefined && connectP95 > MOST_OF_IT * p95,
  all => {
    const [{ connectP95, connections, requests }] = all
    return {
      text: `Connecting is what takes long: ${ms(connectP95)} (p95) for each of ${formatCount(connections)} connections under ${formatCount(requests)} requests. ${citing(all)}.`,
      next: 'Keep connections open (keep-alive), and look at the listen backlog and the load balancer in front.',
    }
  },
)

/** Where the time before the first byte goes, in sentences. */
function headText(all: readonly Strained[], seen: Seen): string {
  const [first] = all
  if (!first) return ''
  const { p5, p50, p95, ttfbP95 } = first
  const alike =
    p5 > MOST_OF_IT * p95
      ? `, in every request alike (the quickest twentieth takes ${ms(p5)} too)`
      : p50 < 0.3 * p95
        ? `, and only in some: half take ${ms(p50)}`
        : ''
  const timing = all.find(one => one.overheadP50 !== undefined && one.serviceP50 !== undefined) ?? first
  const own =
    timing.overheadP50 === undefined || timing.serviceP50 === undefined
      ? ''
      : ` Server-Timing accounts for ${ms(Math.max(0, timing.serviceP50 - timing.overheadP50))} of the ${ms(timing.serviceP50)} of ${clip(timing.endpoint)}.`
  return `${ms(ttfbP95)} of ${ms(p95)} pass before the first byte${alike}.${own} ${cpuText(seen, first.window)}`.trim()
}

function headNext(all: readonly Strained[], seen: Seen): string {
  const window = all[0]?.window
  const cpu = cpuWithin(seen, window)
  if (isMachineBusy(seen, window) && !isFull(seen, cpu))
    return 'Measure again on a machine with time left. Then look in its handler, before the first byte is written: does it wait (a query, a lock, a pool), or compute?'
  return cpu !== undefined && cpu >= 0.5
    ? 'Profile its handler under this load: it computes.'
    : 'Look in its handler, before the first byte is written, for what it waits for: a query, a lock, a pool, another service.'
}

/** Some endpoints are slow, and others of the same load are not. */
export const slowEndpoint: Rule = overSlow(
  'slow-endpoint',
  (one, seen) => isHead(one) && quickPeers(one, seen).length > 0,
  (all, seen) => {
    const first = all.find(one => quickPeers(one, seen).length > 0) ?? all[0]
    const quick = quickPeers(first, seen)
    const beside = [first, ...all.filter(one => one !== first)]
    const endpoints = [...new Map(beside.toReversed().map(one => [one.endpoint, one])).values()].toReversed()
    return {
      explains: beside.map(({ judgement }) => judgement),
      text: `${joined(endpoints.map(({ endpoint, p95 }) => `${clip(endpoint)} p95 ${ms(p95)}`))}, where ${joined(
        quick.map(({ endpoint, p95 }) => `${clip(endpoint)} takes ${ms(p95)}`),
        2,
      )} under the same load. ${nameAll(beside.map(({ judgement }) => judgement))} (limit ${formatExact(first.judgement.limit, 'ms')}). ${headText(beside, seen)}`,
      next: headNext(beside, seen),
      figures: {
        title: 'Response time by endpoint, p95',
        unit: 'ms',
        limit: first.judgement.limit,
        bars: [
          ...endpoints
            .slice(0, 4)
            .map(({ endpoint, p95 }) => ({ label: clip(endpoint), value: p95, isMarked: true as const })),
          ...quick.slice(0, 2).map(({ endpoint, p95 }) => ({ label: clip(endpoint), value: p95 })),
        ],
      },
    }
  },
)

/** All endpoints of the load are slow, before the first byte of each answer. */
export const slowFirstByte: Rule = overSlow('slow-first-byte', isHead, (all, seen) => ({
  text: `The target takes long to begin an answer: ${citing(all)}. ${headText(all, seen)}`,
  next: headNext(all, seen),
}))

function isHead({ ttfbP95, p95 }: Strained): boolean {
  return ttfbP95 !== undefined && ttfbP95 > MOST_OF_IT * p95
}

const quickPeers = ({ p95, window, endpoint }: Strained, seen: Seen): ReturnType<typeof peersOf> =>
  peersOf(seen, window, endpoint).filter(peer => peer.p95 < p95 / 3)
