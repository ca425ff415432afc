import type { Page, Route } from '@playwright/test'
import { request } from 'undici'
import { targetUrl } from '../../load/target-url.ts'
import { openPage, VisitError } from '../../fixtures/browser/visit.ts'
import type { Settings } from '../../fixtures/settings/settings.ts'
import type { RunningTarget } from '../../fixtures/targets/running-target.ts'
import { startSwarm } from '../../fixtures/targets/bound/start-swarm.ts'
import type { FoundEndpoint } from './find-endpoints.ts'
import type { Source } from './find-live.ts'
import type { FoundViewer } from './find-viewer.ts'

/** So often a page must become ready. */
const TIMES = 3

/** Without what it waits for it is given up after this time, ms, or twice as long as it took with it. */
const WITHOUT_MS = 3000

/** A viewer is listened to for so long, ms; a poller for two questions more. */
const LISTEN_MS = 5000

/** How a `ready` did. */
export type ReadyTrial =
  | { kind: 'holds'; readyMs: number[]; isProven: boolean }
  /** With what its element read instead of data, where it was true without them. */
  | { kind: 'fails'; why: string; instead?: string[] }

/**
 * Opens the target's first page three times, each with nothing stored, and then once without what should bring its data: it must be ready each time, and
 * then not.
 *
 * @param sources what is kept from the page in the end. With none, nothing is proven.
 * @param selector of the element that its condition looks at, where it is one
 */
export async function tryReady(
  running: RunningTarget,
  sources: readonly Source[],
  timeoutMs: number,
  selector?: string,
): Promise<ReadyTrial> {
  const [page] = running.target.pages ?? []
  if (!page) throw new Error('A target that is tried has a page.')
  const readyMs: number[] = []
  const workers = new Set<string>()
  try {
    for (let time = 0; time < TIMES; time++) {
      await using context = await running.newContext()
      const opened = await openPage(context, page, timeoutMs)
      readyMs.push(opened.readyMs)
      for (const worker of opened.page.workers()) workers.add(worker.url())
    }
  } catch (error) {
    if (error instanceof VisitError) return { kind: 'fails', why: error.message }
    throw error
  }
  if (sources.length === 0) return { kind: 'holds', readyMs, isProven: false }
  await using context = await running.newContext()
  const kept = new Set(sources.map(({ url }) => new URL(url).pathname))
  await context.route(
    url => kept.has(url.pathname),
    route => (route.request().isNavigationRequest() ? route.fallback() : route.abort()),
  )
  if (sources.some(({ way }) => way === 'socket')) {
    await context.routeWebSocket(/./, () => 'it opens, and nothing comes')
    await context.route(url => workers.has(url.href), silenceWorker)
  }
  const without = await openPage(context, page, Math.max(WITHOUT_MS, 2 * Math.max(...readyMs))).catch(
    () => undefined,
  )
  if (!without) return { kind: 'holds', readyMs, isProven: true }
  const instead = selector === undefined ? [] : await textsOf(without.page, selector)
  return { kind: 'fails', why: 'it was true without the data, too', instead }
}

/** What a worker has in place of its sockets: one opens, and nothing comes. */
const SILENT_SOCKET = `self.WebSocket = class extends EventTarget {
  readyState = 0
  constructor(url) {
    super()
    this.url = String(url)
    setTimeout(() => {
      this.readyState = 1
      const opened = new Event('open')
      this.onopen?.(opened)
      this.dispatchEvent(opened)
    })
  }
  send() {}
  close() {}
};`

/** Playwright routes no sockets of workers: a worker's script begins with this one. */
async function silenceWorker(route: Route): Promise<void> {
  const answer = await route.fetch()
  await route.fulfill({ response: answer, body: `${SILENT_SOCKET}\n${await answer.text()}` })
}

/** @returns what the elements of a page read, in all of its frames */
async function textsOf(page: Page, selector: string): Promise<string[]> {
  const texts = await Promise.all(page.frames().map(frame => frame.locator(selector).allTextContents()))
  return texts.flat().map(text => text.replaceAll(/\s+/g, ' ').trim())
}

/** Asks for an endpoint twice, as load will. @returns why it can't be loaded; `undefined` when it can */
export async function tryEndpoint(
  running: RunningTarget,
  { path }: FoundEndpoint,
  timeoutMs: number,
): Promise<string | undefined> {
  for (let time = 0; time < 2; time++) {
    const status = await ask(running, path, timeoutMs)
    if (status instanceof Error) return `it does not answer without the page (${status.message})`
    if (status !== 200) return `status ${status} ${await refusedFor(status, running, path, timeoutMs)}`
  }
  return undefined
}

/** Load has no `User-Agent` unless the target gives one. */
const AGENT = { 'user-agent': 'Mozilla/5.0 (compatible; Fleetmark)' }

/** @returns what an endpoint that refused lacked, in words, with the remedy where there is one */
async function refusedFor(
  status: number,
  running: RunningTarget,
  path: string,
  timeoutMs: number,
): Promise<string> {
  const named = status === 403 && (await ask(running, path, timeoutMs, AGENT))
  return named === 200
    ? `without a User-Agent: give one in "headers", such as { 'user-agent': '${AGENT['user-agent']}' }`
    : 'without the page'
}

/** @returns the status of the answer; why there was none */
async function ask(
  running: RunningTarget,
  path: string,
  timeoutMs: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<number | Error> {
  try {
    const { statusCode, body } = await request(targetUrl(path, running.baseURL), {
      headers: { ...headers, ...running.headers(path) },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    })
    await body.dump()
    return statusCode
  } catch (error) {
    return error as Error
  }
}

/** Lets one viewer listen for some seconds. @returns why it was told nothing; `undefined` when it was */
export async function tryViewer(
  running: RunningTarget,
  settings: Settings,
  field: FoundViewer['field'],
): Promise<string | undefined> {
  const everyMs = running.target.realtime?.[field]?.everyMs ?? 0
  const forMs = LISTEN_MS + 2 * everyMs
  await using swarm = await startSwarm(running, settings, {
    viewers: 1,
    ...(field === 'polling' ? { listen: 'polling' } : {}),
  })
  const connected = await swarm.connectViewers()
  const refused = connected.find(({ data }) => data.kind === 'tally' && data.bad > 0)
  if (refused?.data.kind === 'tally')
    return `it could not connect (${Object.keys(refused.data.causes).join(', ')})`
  const { measurements } = await swarm.run({
    perSecond: 1,
    rounds: Math.ceil(forMs / 1000),
    stage: 'steady',
    label: 'observed',
  })
  const received = measurements.find(({ metric }) => metric === 'realtime.received')
  if (received?.data.kind === 'tally' && received.data.bad === 0) return undefined
  return measurements.find(({ absence }) => absence !== undefined)?.absence ?? 'nothing came.'
}
