import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { systemClock } from '../../load/clock.ts'
import { livePage } from '../fill-page.ts'
import type { LiveRun } from './live-run.ts'

const HOST = '127.0.0.1'

/** Names of this machine: a page of another name that leads here is somebody else's (DNS rebinding). A tunnel may have another port. */
const OWN_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** How fast things go, ms. */
export interface Pace {
  /** How often the run's folder is looked at, and at most the page's document made anew. */
  lookMs: number
  /** So long watchers have to take the last document when the run has ended: they ask every two seconds. */
  lingerMs: number
}

const PACE: Pace = { lookMs: 2000, lingerMs: 5000 }

/** Of the time, so large a part at most is spent on making the page's document. */
const LARGEST_SHARE = 0.1

/** Who has not asked for so long watches no more, ms. */
const WATCHING_MS = 6000

/** A connection on which nothing moves is closed, ms: also one whose other end never reads. */
const STILL_MS = 15_000

/** Who only waits for the end is told so often that it is not there yet, ms: less than a connection may be still. */
const END_WAIT_MS = 10_000

/** More at once than so many tabs of a browser make. */
const MOST_CONNECTIONS = 64

/** Documents are a megabyte at most: compressing is to cost little. */
const COMPRESSION = { level: 1 }

const HEADERS = {
  'cache-control': 'no-cache',
  'content-security-policy': "frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** What an address answers with. */
interface Body {
  type: string
  zipped: Buffer
  etag: string
}

/** Serves the page of a run under way to browsers on this machine. */
export class LiveServer {
  readonly url: string
  /** Settled when the run has ended and its watchers know it, or the server was closed. */
  readonly ended: Promise<void>
  readonly #run: LiveRun
  readonly #pace: Pace
  readonly #server: ReturnType<typeof createServer>
  readonly #page: Body
  readonly #stop = new AbortController()
  #document: Body | undefined
  #making: Promise<Body> | undefined
  #makeAgainMs = 0
  #askedMs = 0
  /** Those who wait for the end. */
  #waiting = 0
  readonly #over = Promise.withResolvers<void>()

  private constructor(run: LiveRun, server: ReturnType<typeof createServer>, page: string, pace: Pace) {
    this.#run = run
    this.#pace = pace
    this.#server = server
    this.#page = bodyOf('text/html; charset=utf-8', page)
    const { port } = server.address() as AddressInfo
    this.url = `http://${HOST}:${port}/`
    server.on('request', (request, response) => void this.#answer(request, response))
    this.ended = this.#follow().finally(() => this.#end())
  }

  /**
   * @param port 0: a free one
   * @throws Error that says why there is no page: it is not built, or the port is taken
   */
  static async start(run: LiveRun, port: number, pace = PACE): Promise<LiveServer> {
    const page = livePage()
    if (page === undefined) throw new Error('The report page is not built: run `node setup.mjs`.')
    const server = createServer({ keepAliveTimeout: STILL_MS })
    server.maxConnections = MOST_CONNECTIONS
    server.timeout = STILL_MS
    server.listen(port, HOST)
    try {
      await once(server, 'listening')
    } catch (error) {
      throw new Error(
        `Port ${port} can't be listened at (${(error as NodeJS.ErrnoException).code}): PERF_LIVE=1 takes a free one.`,
        { cause: error },
      )
    }
    return new LiveServer(run, server, page, pace)
  }

  /** Ends it at once. */
  async close(): Promise<void> {
    this.#stop.abort()
    await this.ended
  }

  /** Keeps up with what is written, until the run has ended and whoever watched it had time to see it. */
  async #follow(): Promise<void> {
    const { signal } = this.#stop
    try {
      while (!signal.aborted) {
        await this.#run.catchUp()
        const state = this.#run.state()
        if (state === 'ended' || state === 'lost') break
        await setTimeout(this.#pace.lookMs, undefined, { signal })
      }
      this.#makeAgainMs = 0
      const isWatched = this.#waiting > 0 || systemClock.nowMs() - this.#askedMs < WATCHING_MS
      this.#over.resolve()
      if (isWatched) await setTimeout(this.#pace.lingerMs, undefined, { signal })
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }

  #end(): void {
    this.#run.close()
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!OWN_NAMES.has(hostOf(request))) {
      refuse(response, 403, 'This page is only for browsers on the machine of the run: open it by 127.0.0.1.')
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      refuse(response, 405, 'There is nothing to send here.')
    } else if (request.url === '/') {
      send(request, response, this.#page)
    } else if (request.url === '/live.json') {
      this.#askedMs = systemClock.nowMs()
      try {
        send(request, response, await this.#current())
      } catch (error) {
        refuse(response, 500, (error as Error).message)
      }
    } else if (request.url === '/end') {
      await this.#tellEnd(response)
    } else {
      refuse(
        response,
        404,
        "The page of a run under way has no files: they are in the run's folder when it has ended.",
      )
    }
  }

  /** For a page that nobody sees: it costs no document. 200 when the run has ended, 204 when it has not for a while. */
  async #tellEnd(response: ServerResponse): Promise<void> {
    this.#waiting++
    const left = new AbortController()
    response.once('close', () => left.abort())
    const { signal } = left
    const status = await Promise.race([
      this.#over.promise.then(() => 200),
      setTimeout(END_WAIT_MS, 204, { signal }).catch(() => 204),
    ])
    this.#waiting--
    response.writeHead(status, HEADERS).end()
    left.abort()
  }

  /** All who ask at once get the same. */
  #current(): Promise<Body> {
    if (this.#document && systemClock.nowMs() < this.#makeAgainMs) return Promise.resolve(this.#document)
    this.#making ??= this.#make().finally(() => (this.#making = undefined))
    return this.#making
  }

  async #make(): Promise<Body> {
    await this.#run.catchUp()
    const beganMs = systemClock.nowMs()
    const document = this.#run.document(beganMs)
    this.#document = bodyOf('application/json', JSON.stringify(document))
    const tookMs = systemClock.nowMs() - beganMs
    this.#makeAgainMs = beganMs + Math.max(this.#pace.lookMs, tookMs / LARGEST_SHARE)
    return this.#document
  }
}

function bodyOf(type: string, text: string): Body {
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  return { type, zipped: gzipSync(text, COMPRESSION), etag }
}

/** The name in a request's `Host`, without a port. */
const hostOf = ({ headers }: IncomingMessage): string =>
  (headers.host ?? '').toLowerCase().replace(/:\d{1,5}$/, '')

function send({ headers, method }: IncomingMessage, response: ServerResponse, body: Body): void {
  const { type, zipped, etag } = body
  if (headers['if-none-match'] === etag) {
    response.writeHead(304, { ...HEADERS, etag }).end()
    return
  }
  const about = { 'content-type': type, 'content-encoding': 'gzip', 'content-length': zipped.length, etag }
  response.writeHead(200, { ...HEADERS, ...about }).end(method === 'HEAD' ? undefined : zipped)
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' }).end(`${sentence}\n`)
}
