import type { SearchData } from '../../../load/measure/measurement.ts'
import { formatCount, formatRatio, formatValue } from '../../format.ts'
import { cite, clip, joined } from '../cite.ts'
import type { Rule } from '../rule.ts'
import type { Seen } from '../seen.ts'
import { cpuWithin, isFull, isMachineBusy } from './target-cpu.ts'

const bytes = (value: number): string => formatValue(value, 'bytes')

/** A shorter time tells nothing of memory that grows, ms. */
const LONG_MS = 60_000

/** Memory that grows by less than this share in a minute is not told. */
const GROWTH = 0.05

interface Growth {
  fromBytes: number
  toBytes: number
  perSecond: number
  spanMs: number
}

/** How memory went from its first reading to its highest. */
function growthOf(points: readonly (readonly [atMs: number, value: number])[]): Growth | undefined {
  const [first] = points
  const last = points.toSorted(([, a], [, b]) => b - a)[0]
  if (!first || !last || last[0] - first[0] < 1000) return undefined
  const spanMs = last[0] - first[0]
  return {
    fromBytes: first[1],
    toBytes: last[1],
    perSecond: (1000 * (last[1] - first[1])) / spanMs,
    spanMs,
  }
}

const growthText = ({ fromBytes, toBytes, perSecond, spanMs }: Growth): string =>
  `from ${bytes(fromBytes)} to ${bytes(toBytes)} in ${formatValue(spanMs, 'ms')}, ${bytes(perSecond)} a second (target.memory)`

/** More than this is not what a connection holds. */
const MOST_OF_A_CONNECTION = 10_000_000

/** A connection costs the target much memory, or seems to, as memory grows by itself. */
export const memory: Rule = {
  id: 'memory',
  find: (seen, open) =>
    open
      .filter(one => one.metric === 'realtime.memory' && seen.isStrained(one))
      .map(one => {
        const agents = formatCount(seen.setting('PERF_AGENTS') ?? one.n)
        const growth = growthOf(seen.points('target.memory', seen.stepWindow(one.metric)))
        const told = growth && growth.perSecond > 0 ? ` It grew ${growthText(growth)}.` : ''
        const isLeak = (one.observed ?? 0) > MOST_OF_A_CONNECTION
        return {
          explains: [one],
          text: isLeak
            ? `The target's memory grows by itself: ${bytes(one.observed ?? 0)} for each of ${agents} connections is more than a connection holds (${cite(one)}).${told}`
            : `Each connection costs the target much memory: ${cite(one)}, with ${agents} agents.${told}`,
          next: isLeak
            ? 'Compare two heap snapshots of the target, some seconds apart and with nobody connected: what there is more of is what it does not give back.'
            : 'Compare a heap snapshot before the agents connect with one after: look for buffers, histories and closures that each connection keeps.',
        }
      }),
}

/** Memory goes up all through a long step. */
export const memoryGrows: Rule = {
  id: 'memory-grows',
  find: seen => {
    const grown = seen.report.steps.flatMap(step => {
      const points = seen.points('target.memory', step)
      const growth = growthOf(points)
      if (!growth || growth.spanMs < LONG_MS || points.length < 12) return []
      const quarters = [0, 1, 2, 3].map(quarter => {
        const part = points.slice((quarter * points.length) / 4, ((quarter + 1) * points.length) / 4)
        return Math.min(...part.map(([, value]) => value))
      })
      const rises = quarters.every((value, index) => index === 0 || value > (quarters[index - 1] ?? 0))
      const aMinute = (60 * growth.perSecond) / growth.fromBytes
      return rises && aMinute > GROWTH ? [{ step, growth, aMinute }] : []
    })
    const [worst] = grown.toSorted((a, b) => b.aMinute - a.aMinute)
    if (!worst) return []
    return [
      {
        explains: [],
        priority: 'LOW',
        text: `The target's memory rises all through "${clip(worst.step.name)}": ${growthText(worst.growth)}, ${formatRatio(worst.aMinute)} a minute, and its lowest level of each quarter is above that of the one before.`,
        next: `Measure this step longer: if the level still rises after several garbage collections, compare two heap snapshots.`,
      },
    ]
  },
}

/** What the target carries now, what ends it, and what one more instance would bring. */
export const capacityPlan: Rule = {
  id: 'capacity-plan',
  find: seen => searched(seen) ?? closedLoop(seen),
}

/** From the searches for the most load that holds (`npm run stress`). */
function searched(seen: Seen): ReturnType<Rule['find']> | undefined {
  const searches = seen.measurements('capacity.search').flatMap(({ data, labels }) => {
    if (data.kind !== 'search' || data.best === undefined) return []
    const at = data.levels.find(({ level }) => level === data.stopped.level)
    const window = at && { startMs: at.atMs, endMs: at.atMs + 6000 }
    return [
      { data, best: data.best, workload: labels['workload'] ?? '', window, cpu: cpuWithin(seen, window) },
    ]
  })
  const [first] = searches
  if (!first) return undefined
  const told = searches.map(
    ({ best, data }) => `${formatCount(best)} ${data.loads} (${clip(data.stopped.because, 120)})`,
  )
  return [
    {
      explains: [],
      priority: 'INFO',
      text: `Capacity within the SLOs: ${joined(told, 3, '; ')}.${isEnded(first.data) ? endsBy(seen, first) : ''}`,
      next: isEnded(first.data)
        ? instanceText(seen, first, first.best, first.data.loads)
        : first.data.stopped.kind === 'most'
          ? 'It holds more than the search tries: nothing tells yet what ends it.'
          : ELSEWHERE,
    },
  ]
}

/** From what comes back at 10, 50 and 100 connections. */
function closedLoop(seen: Seen): ReturnType<Rule['find']> {
  const mixed = seen.measurements('api.capacity', { among: 'all endpoints' })
  const all = (mixed.length > 0 ? mixed : seen.measurements('api.capacity')).flatMap(
    ({ data, labels, window }) => {
      const values = data.kind === 'samples' ? data.points.map(({ value }) => value) : []
      if (values.length === 0) return []
      const perSecond = values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0
      return [{ perSecond, connections: labels['connections'] ?? '?', window }]
    },
  )
  const [best] = all.toSorted((a, b) => b.perSecond - a.perSecond)
  const asked = seen.points('load.requests', seen.window('api.latency')).map(([, value]) => value)
  const now = Math.max(0, ...asked)
  if (!best || now === 0) return []
  const window = {
    startMs: Math.min(...all.map(one => one.window.startMs)),
    endMs: Math.max(...all.map(one => one.window.endMs)),
  }
  const spent = { window, cpu: cpuWithin(seen, window) }
  return [
    {
      explains: [],
      priority: 'INFO',
      text: `The API carries ${formatCount(Math.round(best.perSecond))} requests a second at most, at ${best.connections} connections (api.capacity${mixed.length > 0 ? ', all endpoints mixed' : ''}); the steady load was ${formatCount(Math.round(now))} a second, ${formatRatio(now / best.perSecond)} of that.${endsBy(seen, spent)}`,
      next: instanceText(seen, spent, best.perSecond, 'requests a second'),
      figures: {
        title: 'Requests a second by connections',
        unit: 'per-second',
        bars: all.map(one => ({
          label: `${one.connections} connections`,
          value: one.perSecond,
          ...(one === best && { isMarked: true as const }),
        })),
      },
    },
  ]
}

/** Whether the target ended the search, and not the most that is tried or the machine that tries it. */
const isEnded = ({ stopped }: SearchData): boolean => stopped.kind !== 'most' && stopped.kind !== 'generator'

const ELSEWHERE =
  'Measure it from another machine, or on one with more cores: here the load itself took the time.'

/** What the target's CPU was while it carried the most. */
interface Spent {
  window: { startMs: number; endMs: number } | undefined
  cpu: number | undefined
}

function endsBy(seen: Seen, { cpu, window }: Spent): string {
  if (cpu === undefined) return ''
  const share = `${formatRatio(cpu)} of a core (target.cpu, median)`
  if (isFull(seen, cpu)) return ` Its CPU ends it: ${share}.`
  return isMachineBusy(seen, window)
    ? ` The test machine had no time left meanwhile, so more may be in it; its CPU stood at ${share}.`
    : ` Its own CPU does not end it: ${share}.`
}

function instanceText(seen: Seen, { cpu, window }: Spent, best: number, loads: string): string {
  const more = `${formatCount(Math.round(best))} ${loads} more`
  if (cpu === undefined)
    return 'Let Fleetmark read the CPU ("resources" of the target): it tells what ends it.'
  if (isFull(seen, cpu))
    return `One more instance on a core of its own would bring up to ${more}, as long as they share no other limit.`
  return isMachineBusy(seen, window)
    ? ELSEWHERE
    : `Look for what it waits for before you add an instance: one more brings up to ${more} only where that is not shared.`
}
