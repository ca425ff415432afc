import { newNumber } from '../../fixtures/browser/live/new-number.ts'
import type { DocumentSeen, Observation } from '../../fixtures/browser/observed/observe.ts'
import type { Arrival } from '../../fixtures/browser/observed/traffic.ts'
import type { TextChange } from '../../fixtures/browser/observed/watch-texts.ts'

/** Where data comes from: what arrives by one way from one path. */
export interface Source {
  way: Arrival['way']
  /** Without what stands behind `?`. */
  url: string
  arrivals: Arrival[]
}

/** An element, or several alike, whose text was brought by what arrived. */
export interface LiveText {
  selector: string
  isFrame: boolean
  inShadow: boolean
  /** What brought it first, and what brought most of its changes. */
  first: Source
  main: Source
  /** Epoch ms of the change that was brought first. */
  firstAtMs: number
  /** Texts that stood there before that, of elements alike too. */
  before: string[]
  /** Texts that were brought. */
  after: string[]
  /** How many changes there were, and how many were brought by what arrived; the surer, the more digits they have. */
  changes: number
  brought: number
  /** Median of the time between two changes, ms; absent where there were fewer than three. */
  everyMs?: number
  /** The changes that were brought by `main`, with what brought them. */
  by: { text: string; before: string; arrival: Arrival }[]
}

/** What arrived is looked for in a change from so long before it, ms; of workers it is heard later than the page was told. */
const BEFORE_MS = 5000
const HEARD_LATE_MS = 400

/** So much is looked at: a page may change all the time. */
const MOST_GROUPS = 80
const LOOKED_AT = 14
const MOST_ARRIVALS = 24

/** Less than this share of changes that were brought is chance. */
const LEAST_SHARE = 0.3

/** @returns where a page's data come from */
export function sourcesOf(arrivals: readonly Arrival[]): Source[] {
  const sources = new Map<string, Source>()
  for (const arrival of arrivals.toSorted((a, b) => a.atMs - b.atMs)) {
    const url = arrival.url.replace(/[?#].*/, '')
    const key = `${arrival.way} ${url}`
    const source = sources.get(key) ?? { way: arrival.way, url, arrivals: [] }
    source.arrivals.push(arrival)
    sources.set(key, source)
  }
  return [...sources.values()]
}

/** @returns whether it brings data again and again, and not once: it pushes, or is polled */
export const isLive = ({ way, arrivals }: Source): boolean => (way === 'answer' ? arrivals.length > 2 : true)

/** What is looked at of an observation. */
export interface Watched extends Pick<Observation, 'documents'> {
  traffic: Pick<Observation['traffic'], 'arrivals'>
}

/** @returns what on a page was brought by what arrived, the best known first: pushed or polled, changing often, by numbers of many digits */
export function findLive({ documents, traffic }: Watched): LiveText[] {
  const sources = sourcesOf(traffic.arrivals)
  const digest = new Map<Arrival, string>()
  const found = documents.flatMap(document =>
    groupsOf(document).flatMap(group => judge(group, document, sources, digest) ?? []),
  )
  return found.toSorted((a, b) => rank(b) - rank(a))
}

function rank({ main, first, brought, changes, inShadow, isFrame, selector, everyMs }: LiveText): number {
  const named = /[#[]/.test(selector) ? 2 : selector.includes('.') ? 1 : 0
  const often = everyMs === undefined ? 0 : 3
  const place = inShadow || isFrame ? 0 : 1
  return (
    (isLive(main) ? 6 : 0) +
    (isLive(first) ? 1 : 0) +
    often +
    named +
    place +
    (4 * brought) / Math.max(changes, 1)
  )
}

function groupsOf({ changes }: DocumentSeen): TextChange[][] {
  const groups = Map.groupBy(changes, ({ selector }) => selector)
  return [...groups.values()].toSorted((a, b) => b.length - a.length).slice(0, MOST_GROUPS)
}

function judge(
  group: readonly TextChange[],
  { isFrame }: DocumentSeen,
  sources: readonly Source[],
  digest: Map<Arrival, string>,
): LiveText | undefined {
  const looked =
    group.length <= LOOKED_AT ? group : [...group.slice(0, LOOKED_AT / 2), ...group.slice(-LOOKED_AT / 2)]
  const brought = looked.flatMap(change => {
    const by = bringerOf(change, sources, digest)
    return by ? [{ change, ...by }] : []
  })
  const sure = brought.reduce((sum, { weight }) => sum + weight, 0)
  const [first] = brought
  if (!first || sure / looked.length < LEAST_SHARE) return undefined
  const bySource = Map.groupBy(brought, ({ source }) => source)
  const most = [...bySource].toSorted(
    ([a, x], [b, y]) => Number(isLive(b)) - Number(isLive(a)) || y.length - x.length,
  )
  const [[main, own] = [first.source, brought]] = most
  const { selector, inShadow, atMs: firstAtMs } = first.change
  const earlier = group.filter(({ atMs }) => atMs < firstAtMs)
  const gaps = gapsOf(group)
  return {
    selector,
    isFrame,
    inShadow,
    first: first.source,
    main,
    firstAtMs,
    before: [
      ...new Set([
        ...earlier.map(({ after }) => after),
        ...(first.change.before === undefined ? [] : [first.change.before]),
      ]),
    ],
    after: [...new Set(brought.map(({ change }) => change.after))],
    changes: looked.length,
    brought: sure,
    ...(gaps === undefined ? {} : { everyMs: gaps }),
    by: own.map(({ change, arrival }) => ({ text: change.after, before: change.before ?? '', arrival })),
  }
}

/** @returns what brought a change: the last that arrived before it with the number that is new, or with its words */
function bringerOf(
  { atMs, before = '', after }: TextChange,
  sources: readonly Source[],
  digest: Map<Arrival, string>,
): { source: Source; arrival: Arrival; weight: number } | undefined {
  const number = newNumber(before, after)
  const isWord = number === undefined && after.length >= 4 && /[a-z]{3}/i.test(after)
  if (!number && !isWord) return undefined
  const near = sources.flatMap(source =>
    source.arrivals
      .filter(arrival => arrival.atMs >= atMs - BEFORE_MS && arrival.atMs <= atMs + HEARD_LATE_MS)
      .slice(-MOST_ARRIVALS)
      .map(arrival => ({ source, arrival })),
  )
  const found = near
    .toSorted((a, b) => b.arrival.atMs - a.arrival.atMs)
    .find(({ arrival }) => (number ? number.test(numbersOf(arrival, digest)) : arrival.text.includes(after)))
  if (!found) return undefined
  const digits = after.replaceAll(/\D/g, '').length
  return { ...found, weight: number ? ([0, 0.35, 0.7][digits] ?? 1) : 0.5 }
}

/** The numbers of what arrived, each once: a list of agents has thousands, and is asked for each change. */
function numbersOf(arrival: Arrival, digest: Map<Arrival, string>): string {
  const known = digest.get(arrival)
  if (known !== undefined) return known
  const numbers = [...new Set(arrival.text.match(/\d+(?:\.\d+)?/g))].join(' ')
  digest.set(arrival, numbers)
  return numbers
}

/** Changes at one moment are one: of elements alike, many change together. */
function gapsOf(group: readonly TextChange[]): number | undefined {
  const moments = [...new Set(group.map(({ atMs }) => Math.round(atMs / 100)))].toSorted((a, b) => a - b)
  const gaps = moments.slice(1).map((at, index) => (at - (moments[index] ?? 0)) * 100)
  const sorted = gaps.toSorted((a, b) => a - b)
  return sorted.length < 2 ? undefined : sorted[Math.floor(sorted.length / 2)]
}
