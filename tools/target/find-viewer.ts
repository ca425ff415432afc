import { newNumber } from '../../fixtures/browser/live/new-number.ts'
import type { Arrival, SeenSocket, Traffic } from '../../fixtures/browser/observed/traffic.ts'
import { quote, textCode, valueCode, withoutSecret } from './code.ts'
import type { FoundEndpoint } from './find-endpoints.ts'
import { isLive, sourcesOf } from './find-live.ts'
import type { LiveText, Source } from './find-live.ts'

/** A field of `realtime` as lines of code: a viewer of what is pushed, or what is polled. */
export interface FoundViewer {
  field: 'viewer' | 'polling'
  /** What it is, for its comment. */
  about: string
  lines: string[]
  /** Why it stands there as a comment. */
  fault?: string
}

/** What is known when a viewer is looked for. */
export interface ViewerFacts {
  traffic: Pick<Traffic, 'arrivals' | 'requests' | 'sockets' | 'subprotocolsOf'>
  live: readonly LiveText[]
  endpoints: readonly FoundEndpoint[]
  /** Host of the target. */
  host: string
  /** What the file takes from the session in their place. */
  tokens: readonly string[]
}

/** Socket.IO's packet of an event or of an acknowledgement: https://socket.io/docs/v4/socket-io-protocol/ */
const EVENT = /^4[23](?:\/[^,]*,)?(\d*)(\[[\s\S]*\])$/
const CONNECT = /^40(?:(\/[^,]*),)?(\{[\s\S]*\})?$/

/** So many messages of a page are its opening. */
const MOST_SAID = 6

/** @returns how a protocol-level user listens as the page does: to what is pushed, and where nothing is, to what is polled */
export function findViewers(facts: ViewerFacts): FoundViewer[] {
  const { traffic, live, host } = facts
  const own = sourcesOf(traffic.arrivals).filter(({ url }) => URL.parse(url)?.host === host)
  const brings = (source: Source): number =>
    live.filter(({ main, first }) => isSame(main, source) || isSame(first, source)).length
  const best = (way: Arrival['way']): Source | undefined =>
    own
      .filter(source => source.way === way)
      .toSorted((a, b) => brings(b) - brings(a) || b.arrivals.length - a.arrivals.length)[0]
  const socket = best('socket')
  const stream = best('stream')
  const pushed = [socket, stream]
    .filter(source => source !== undefined)
    .toSorted((a, b) => brings(b) - brings(a))
    .find(({ arrivals }) => arrivals.length > 0)
  const viewer =
    pushed && (pushed.way === 'socket' ? viewerOfSocket(pushed, facts) : viewerOfStream(pushed, facts))
  const polled = best('answer')
  const polling = polled && isLive(polled) && !pushed ? pollingOf(polled, facts) : undefined
  return [viewer, polling].filter(one => one !== undefined).map(withFault)
}

/** Without its path it can't be tried. */
function withFault(viewer: FoundViewer): FoundViewer {
  const isSecret = viewer.lines.some(line => line.startsWith('path: ') && withoutSecret(line) !== line)
  return isSecret ? { ...viewer, fault: 'its path has a secret: take that from env.' } : viewer
}

const isSame = (one: Source, other: Source): boolean => one.way === other.way && one.url === other.url

function viewerOfSocket(source: Source, facts: ViewerFacts): FoundViewer | undefined {
  const { traffic, tokens } = facts
  const sockets = traffic.sockets.filter(({ url }) => url.replace(/[?#].*/, '') === source.url)
  const [socket] = sockets
  if (!socket) return undefined
  if (new URL(socket.url).searchParams.has('EIO')) return viewerOfSocketIo(source, socket, facts)
  const said = openingOf(saidOn(socket, traffic), socket, source)
  const subprotocols = traffic.subprotocolsOf(socket.url)
  return {
    field: 'viewer',
    about: `A WebSocket, on which ${source.arrivals.length} frames came`,
    lines: [
      `path: ${pathCode(socket.url, facts)},`,
      ...(subprotocols.length > 0
        ? [`subprotocols: [${subprotocols.map(one => textCode(one, tokens)).join(', ')}],`]
        : []),
      ...(said.length > 0
        ? [
            '// What the page says first.',
            `opening: [${said.map(text => `{ send: ${textCode(text, tokens)} }`).join(', ')}],`,
          ]
        : []),
      ...readLines(
        source.arrivals.map(({ text }) => text),
        source,
        facts,
        text => text,
      ),
    ],
  }
}

function viewerOfSocketIo(source: Source, socket: SeenSocket, facts: ViewerFacts): FoundViewer {
  const { traffic, tokens } = facts
  const url = new URL(socket.url)
  const events = [
    ...new Set(source.arrivals.flatMap(({ text }) => (text.startsWith('42') ? [eventOf(text)?.[0]] : []))),
  ]
  const names = events.filter(name => typeof name === 'string')
  const brought = facts.live.flatMap(({ main, by }) => (isSame(main, source) ? by : []))
  const bringing = new Set(
    brought.map(({ arrival: { text } }) => (text.startsWith('42') ? eventOf(text)?.[0] : undefined)),
  )
  const heard = names.filter(name => bringing.size === 0 || bringing.has(name))
  const connect = saidOn(socket, traffic)
    .map(({ text }) => CONNECT.exec(text))
    .find(found => found !== null)
  const [, namespace, said = ''] = connect ?? []
  // What is no JSON would be code.
  const auth = parse(said)
  const steps = openingOf(saidOn(socket, traffic), socket, source).flatMap(text => {
    const [, id = '', json = ''] = EVENT.exec(text) ?? []
    const [event, ...args] = (parse(json) ?? []) as unknown[]
    if (typeof event !== 'string') return []
    const acknowledged = id === '' ? '' : ', acknowledged: true'
    const given = args.map(one => valueCode(one, tokens)).join(', ')
    return [`{ event: ${quote(event)}, args: [${given}]${acknowledged} }`]
  })
  return {
    field: 'viewer',
    about: `Socket.IO, by which ${source.arrivals.length} packets came`,
    lines: [
      `transport: 'socket.io',`,
      `path: ${quote(url.pathname.replace(/\/$/, ''))},`,
      ...(namespace === undefined ? [] : [`namespace: ${quote(namespace)},`]),
      ...(auth === undefined ? [] : [`auth: ${valueCode(auth, tokens)},`]),
      `event: ${heard.length === 1 ? quote(heard[0] ?? '*') : heard.length === 0 ? `'*'` : `[${heard.map(quote).join(', ')}]`},`,
      ...stepLines(steps),
      ...readLines(
        source.arrivals.flatMap(({ text }) => (text.startsWith('42') ? [argumentOf(text)] : [])),
        source,
        facts,
        argumentOf,
      ),
    ],
  }
}

/** With nothing but secrets nothing would be said. */
function stepLines(steps: readonly string[]): string[] {
  if (steps.length === 0) return []
  const isLeft = steps.some(step => withoutSecret(step) === step)
  const lines = steps.map(step => `  ${step},`)
  return ['// What the page says first.', ...(isLeft ? ['opening: [', ...lines, '],'] : lines)]
}

function viewerOfStream(source: Source, facts: ViewerFacts): FoundViewer {
  const [first] = source.arrivals
  const names = [...new Set(source.arrivals.map(({ event = 'message' }) => event))]
  const event = names.length === 1 && names[0] !== 'message' ? [`event: ${quote(names[0] ?? '')},`] : []
  return {
    field: 'viewer',
    about: `An event stream, by which ${source.arrivals.length} events came`,
    lines: [
      `transport: 'sse',`,
      `path: ${pathCode(first?.url ?? source.url, facts)},`,
      ...event,
      ...readLines(
        source.arrivals.map(({ text }) => text),
        source,
        facts,
        text => text,
      ),
    ],
  }
}

function pollingOf(source: Source, facts: ViewerFacts): FoundViewer | undefined {
  const { pathname } = new URL(source.url)
  const endpoint = facts.endpoints.find(({ path }) => path.split('?')[0] === pathname)
  if (endpoint?.everyMs === undefined) return undefined
  return {
    field: 'polling',
    about: `Polling: the page asked ${endpoint.asked} times, every ${endpoint.everyMs / 1000} s`,
    lines: [
      `path: ${quote(endpoint.path)},`,
      `everyMs: ${endpoint.everyMs},`,
      ...readLines(
        source.arrivals.map(({ text }) => text),
        source,
        facts,
        text => text,
      ),
    ],
  }
}

/** What a page said on a socket; of Socket.IO, what it said by requests before it had one, too. */
function saidOn({ url, sent }: SeenSocket, { requests }: Pick<Traffic, 'requests'>): SeenSocket['sent'] {
  const { pathname, searchParams } = new URL(url)
  if (!searchParams.has('EIO')) return sent
  const posts = requests.filter(one => one.method === 'POST' && new URL(one.url).pathname === pathname)
  return [...posts.flatMap(({ atMs, body }) => body.split('\u001e').map(text => ({ atMs, text }))), ...sent]
}

/** What the page said before anything that it shows came, each once; later it may be a heartbeat, or what a person does. */
function openingOf(sent: SeenSocket['sent'], { openedMs }: SeenSocket, { arrivals }: Source): string[] {
  const FIRST_MS = 3000
  const firstMs = Math.max(openedMs + FIRST_MS, arrivals[0]?.atMs ?? 0)
  const said = sent.filter(({ atMs, text }) => atMs <= firstMs && !/^(?:[23]|40.*|2probe|5)$/.test(text))
  return [...new Set(said.map(({ text }) => text))].slice(0, MOST_SAID)
}

/** The code of `read`: the number that was seen to come up on the page, where a frame is JSON and has it at one place. */
function readLines(
  texts: readonly string[],
  source: Source,
  { live }: ViewerFacts,
  jsonOf: (text: string) => string,
): string[] {
  const places = live
    .flatMap(({ main, by }) => (isSame(main, source) ? by : []))
    .flatMap(({ text, before, arrival }) => placeOf(jsonOf(arrival.text), before, text) ?? [])
  const counted = [...Map.groupBy(places, place => place)].toSorted(([, a], [, b]) => b.length - a.length)
  const [[place] = [undefined]] = counted
  if (place === undefined)
    return ['// Which agent has which value: nothing in a frame is known to be one.', 'read: () => [],']
  const parts = place === '' ? [] : place.split('.')
  const star = parts.indexOf('*')
  const isAllJson = texts.every(text => parse(text) !== undefined)
  const guard = isAllJson ? [] : [`  if (!/^[[{]/.test(frame)) return []`]
  if (star === -1) {
    return [
      'read: frame => {',
      ...guard,
      `  const value: unknown = JSON.parse(frame)${access(parts)}`,
      `  return typeof value === 'number' ? [{ agent: 0, value }] : []`,
      '},',
    ]
  }
  return [
    'read: frame => {',
    ...guard,
    `  const all: unknown = JSON.parse(frame)${access(parts.slice(0, star))}`,
    '  if (!Array.isArray(all)) return []',
    '  return all.flatMap((one, agent) => {',
    `    const value: unknown = one${access(parts.slice(star + 1))}`,
    `    return typeof value === 'number' ? [{ agent, value }] : []`,
    '  })',
    '},',
  ]
}

const access = (parts: readonly string[]): string =>
  parts.map(part => (/^[a-z_$][\w$]*$/i.test(part) ? `?.${part}` : `?.[${quote(part)}]`)).join('')

/** @returns the place of the number that is new on the page, with `*` for the first index of a list; `undefined` where it is at none, or in a list in a list */
function placeOf(text: string, before: string, after: string): string | undefined {
  const number = newNumber(before, after)
  const value = parse(text)
  if (!number || value === undefined) return undefined
  const find = (one: unknown, place: string[], depth: number): string[] | undefined => {
    if (typeof one === 'number') return number.test(String(one)) ? place : undefined
    if (typeof one !== 'object' || one === null || depth > 8) return undefined
    for (const [key, inner] of Object.entries(one)) {
      const found = find(inner, [...place, Array.isArray(one) ? '*' : key], depth + 1)
      if (found) return found
    }
    return undefined
  }
  const place = find(value, [], 0)
  if (!place || place.filter(part => part === '*').length > 1 || place.some(part => part.includes('.')))
    return undefined
  return place.join('.')
}

const eventOf = (packet: string): unknown[] | undefined =>
  parse(EVENT.exec(packet)?.[2] ?? '') as unknown[] | undefined

/** @returns the JSON of an event's argument, as a viewer of Socket.IO is given it */
const argumentOf = (packet: string): string => JSON.stringify(eventOf(packet)?.[1] ?? null)

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function pathCode(url: string, { tokens }: ViewerFacts): string {
  const { pathname, search } = new URL(url)
  return textCode(pathname + search, tokens)
}
