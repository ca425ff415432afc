import type { SeenRequest } from '../../fixtures/browser/observed/traffic.ts'
import { secrets } from '../../reports/secrets/secrets.ts'
import { soundsChanging } from './sounds-changing.ts'

/** An endpoint that may be put under load. */
export interface FoundEndpoint {
  /** Path and query. */
  path: string
  /** How often the page asked for it. */
  asked: number
  /** Median of the time between two questions, ms; absent where there were fewer than three. */
  everyMs?: number
}

/** What a page's requests offer to be put under load, and what was left out. */
export interface FoundEndpoints {
  endpoints: FoundEndpoint[]
  /** In words, with the reason. */
  leftOut: string[]
}

/** So many are proposed. */
const MOST = 8

/** A query's part that is another each time: what is newer than a moment, or keeps a cache away. */
const PASSING = /^(?:_|t|ts|time|timestamp|now|cb|nocache|cachebuster|nonce|rnd|rand|random)$/i

/** Names of a query's parts whose values are secrets, beside those that nothing is told of anywhere. */
const SECRET_PART = /token|secret|api-?_?key|^(?:[\w.-]*[-_.])?key$|password|jwt|auth/i

/** An answer that took longer was held back until there was something to say, ms. */
const HELD_MS = 5000

/**
 * @param host of the target: of others nothing is proposed
 * @returns what was asked by GET, from that host, and answered with JSON, what was asked most often first: neither what changes something by its name, nor
 * what has a secret in its query
 */
export function findEndpoints(requests: readonly SeenRequest[], host: string): FoundEndpoints {
  const own = requests.filter(({ url }) => URL.parse(url)?.host === host)
  const asked = Map.groupBy(own, one => `${one.method} ${shapeOf(new URL(one.url))}`)
  const endpoints: FoundEndpoint[] = []
  const leftOut: string[] = []
  for (const [name, some] of asked) {
    const why = reasonAgainst(some)
    const path = pathOf(some)
    if (why === undefined) endpoints.push({ path, asked: some.length, ...everyMs(some) })
    else if (why !== '') leftOut.push(`${name.split('?')[0]}: ${why}`)
  }
  const best = endpoints.toSorted((a, b) => b.asked - a.asked)
  const [first, ...others] = best.slice(MOST)
  const beyond = first
    ? [
        `${others.length + 1} more of GET are left out, from ${first.path} on: ${MOST} are enough to begin with`,
      ]
    : []
  return { endpoints: best.slice(0, MOST), leftOut: [...leftOut, ...beyond] }
}

/** What is asked again sooner is no polling, but parts of a page that ask for the same, ms. */
const SHORTEST_POLL_MS = 250

/** @returns why it is not proposed; empty where that goes without saying */
function reasonAgainst(some: readonly SeenRequest[]): string | undefined {
  const [{ method, url }] = some as readonly [SeenRequest]
  const { pathname, searchParams } = new URL(url)
  if (/\/(?:socket\.io|sockjs|signalr)\b/.test(pathname) || searchParams.has('EIO')) return ''
  if (method !== 'GET') return `${method} may change something`
  // What is asked for in a language of its own is no name: an expression of PromQL has words of all kinds.
  const asked = [...searchParams].flat().filter(one => /^[\w.:, -]*$/.test(one))
  const word = [...pathname.split(/[/.:]/), ...asked].find(soundsChanging)
  if (word !== undefined) return `"${word}" sounds as if it changed something`
  if ([...searchParams.keys()].some(name => SECRET_PART.test(name))) return 'its query has a secret'
  if (secrets.redact(url) !== url) return 'its address has a secret'
  const good = some.filter(({ status = 0 }) => (status >= 200 && status < 300) || status === 304)
  if (good.length === 0) return `status ${some[0]?.status ?? 'none'}`
  if (!good.some(({ contentType }) => /json/i.test(contentType))) return ''
  if (good.every(({ tookMs }) => tookMs === undefined || tookMs > HELD_MS))
    return 'it is held back until there is something to say'
  return undefined
}

/** What is asked again with other values is one. */
const shapeOf = ({ pathname, searchParams }: URL): string =>
  `${pathname}?${[...new Set(searchParams.keys())]
    .filter(name => !PASSING.test(name))
    .toSorted()
    .join('&')}`

/** That of the last question, without what is another each time. */
function pathOf(some: readonly SeenRequest[]): string {
  const url = new URL(some.at(-1)?.url ?? '')
  const passing = [...url.searchParams.keys()].filter(name => PASSING.test(name))
  for (const name of passing) url.searchParams.delete(name)
  return url.pathname + url.search
}

function everyMs(some: readonly SeenRequest[]): { everyMs?: number } {
  const gaps = some.slice(1).map(({ atMs }, index) => atMs - (some[index]?.atMs ?? atMs))
  if (gaps.length < 2) return {}
  const median = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0
  return median < SHORTEST_POLL_MS ? {} : { everyMs: Math.round(median / 100) * 100 }
}
