import { chromium } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import { chromiumOptions, requireBrowser } from '../../../fixtures/browser/chromium.ts'
import type { Case, HttpCase, StreamCase } from '../case.ts'
import { answerOf } from '../bytes.ts'
import { kindOf, streamVerdict, verdictOf } from '../kind.ts'
import type { StreamEnd } from '../kind.ts'
import { RawServer } from '../raw-server.ts'
import { timeoutOf } from './tallied.ts'

/** As many answers are looked at. */
const ANSWERS = 3

/** How long a failure may take to be told after a page has seen it, ms. */
const TOLD_MS = 3000

/** As in the engines' columns, for streams: what is never told, and what might come after all that was to come. */
const STREAM = { patienceMs: 10_000, moreMs: 60 }

/** A page of Chromium, in which a case is asked as a dashboard would. */
export class BrowserJudge implements AsyncDisposable {
  readonly #browser: Browser
  readonly #home: RawServer
  readonly #page: Page
  /** Why requests failed, by URL: a page is not told. */
  readonly #failures = new Map<string, string>()

  private constructor(browser: Browser, home: RawServer, page: Page) {
    this.#browser = browser
    this.#home = home
    this.#page = page
    page.on('requestfailed', request => {
      this.#failures.set(request.url(), request.failure()?.errorText ?? 'failed')
    })
  }

  /** @param wanted the browser that `PERF_CHROMIUM` names, if it does @throws BrowserMissingError */
  static async launch(wanted: string | undefined): Promise<BrowserJudge> {
    const { args, ...options } = chromiumOptions(wanted)
    requireBrowser(options.executablePath)
    // Each case has an origin of its own, and answers to the byte: there is no room for the fields of cross-origin sharing.
    const browser = await chromium.launch({ ...options, args: [...args, '--disable-web-security'] })
    const page = answerOf(Buffer.from('<!doctype html><title>judge</title>'), 'Content-Type: text/html')
    const home = await RawServer.start({ answers: [[page]] })
    const judge = new BrowserJudge(browser, home, await browser.newPage())
    await judge.#page.goto(home.origin)
    return judge
  }

  /** Chromium's version. */
  get version(): string {
    return this.#browser.version()
  }

  /** Ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close()
    await this.#home[Symbol.asyncDispose]()
  }

  /** @returns what a page says of a case */
  async ask(one: Case): Promise<string> {
    await using server = await RawServer.start(one.script)
    const url = `${server.origin}/case`
    switch (one.kind) {
      case 'http':
        return one.timing === undefined ? await this.#fetch(url, one) : await this.#timing(url, one.timing)
      case 'sse':
      case 'websocket':
        return await this.#listen(url, one)
    }
  }

  async #fetch(url: string, one: HttpCase): Promise<string> {
    const { method = 'GET', body = 'whole' } = one
    const asked = { url, method, timeoutMs: timeoutOf(one) }
    const kinds: string[] = []
    for (let answer = 0; answer < ANSWERS; answer++) {
      const told = await this.#page.evaluate(fetchInPage, asked)
      if ('error' in told) {
        kinds.push(told.error === 'TimeoutError' ? 'timeout' : kindOf(await this.#whyFailed(url)))
      } else if (told.status < 400) kinds.push(told.text.includes(body) ? 'good' : 'wrong body')
      else kinds.push(`status ${told.status}`)
    }
    return verdictOf(kinds)
  }

  async #whyFailed(url: string): Promise<string> {
    if (!this.#failures.has(url)) {
      const isThis = (request: { url(): string }): boolean => request.url() === url
      await this.#page
        .waitForEvent('requestfailed', { predicate: isThis, timeout: TOLD_MS })
        .catch(() => undefined)
    }
    const why = this.#failures.get(url) ?? 'failed, and not told why'
    this.#failures.delete(url)
    return why
  }

  async #timing(url: string, entry: string): Promise<string> {
    await using page = await this.#browser.newPage()
    await page.goto(url)
    const durations = await page.evaluate(
      name =>
        (performance.getEntriesByType('navigation') as PerformanceNavigationTiming[])
          .flatMap(({ serverTiming }) => serverTiming)
          .filter(one => one.name === name)
          .map(({ duration }) => duration),
      entry,
    )
    return durations.some(ms => ms > 0) ? 'timed' : 'not timed'
  }

  async #listen(
    url: string,
    { kind, messages, subprotocols = [], expected, but }: StreamCase,
  ): Promise<string> {
    const staysOpen = (but?.browser ?? expected) === 'open'
    const order = { ...STREAM, url, count: staysOpen ? messages.length : Number.POSITIVE_INFINITY }
    const end =
      kind === 'sse'
        ? await this.#page.evaluate(listenInPage, order)
        : await this.#page.evaluate(connectInPage, { ...order, subprotocols })
    return streamVerdict(end, messages)
  }
}

/** What a page is to listen to: until there are so many messages, and a little longer. */
interface Listening {
  url: string
  count: number
  patienceMs: number
  moreMs: number
}

async function fetchInPage({
  url,
  method,
  timeoutMs,
}: {
  url: string
  method: string
  timeoutMs: number
}): Promise<{ status: number; text: string } | { error: string }> {
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await fetch(url, { method, cache: 'no-store', signal })
    return { status: response.status, text: await response.text() }
  } catch (error) {
    return { error: (error as Error).name }
  }
}

function listenInPage({ url, count, patienceMs, moreMs }: Listening): Promise<StreamEnd> {
  return new Promise(resolve => {
    const source = new EventSource(url)
    const messages: string[] = []
    let isOpened = false
    const end = (ending?: string): void => {
      source.close()
      resolve({ isOpened, messages, ending })
    }
    const note = ({ data }: MessageEvent<string>): void => {
      messages.push(data)
      if (messages.length >= count) setTimeout(end, moreMs)
    }
    source.addEventListener('open', () => {
      isOpened = true
      if (count === 0) setTimeout(end, moreMs)
    })
    source.addEventListener('message', note)
    source.addEventListener('update', note)
    source.addEventListener('error', () => {
      // It asks again by itself where it may.
      if (source.readyState === EventSource.CLOSED) end('lost')
    })
    setTimeout(end, patienceMs)
  })
}

function connectInPage({
  url,
  count,
  patienceMs,
  moreMs,
  subprotocols,
}: Listening & { subprotocols: readonly string[] }): Promise<StreamEnd> {
  return new Promise(resolve => {
    const socket = new WebSocket(url.replace('http', 'ws'), [...subprotocols])
    socket.binaryType = 'arraybuffer'
    const messages: string[] = []
    let isOpened = false
    const end = (ending?: string): void => resolve({ isOpened, messages, ending })
    socket.addEventListener('open', () => {
      isOpened = true
      if (count === 0) setTimeout(end, moreMs)
    })
    socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      messages.push(typeof data === 'string' ? data : String.fromCharCode(...new Uint8Array(data)))
      if (messages.length >= count) setTimeout(end, moreMs)
    })
    socket.addEventListener('close', ({ code }) => end(code === 1006 ? 'lost' : `closed ${code}`))
    setTimeout(end, patienceMs)
  })
}
