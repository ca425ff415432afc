import { patience } from '../patience.ts'
import { Receiver } from '../callbacks/receiver.ts'
import type { Received, Reply } from '../callbacks/receiver.ts'
import type { Clock } from '../clock.ts'

/** Where a target posts what it has to say. */
const POST = '/api/chat.postMessage'

/** A message that a target has posted. */
export interface Posted {
  atMs: number
  text: string
}

/** After a refusal the target is to come back not before this, s. */
const RETRY_AFTER_SECONDS = 1

/** Stands in for Slack's API: takes what a target posts, by channel, and refuses the first post to some channels, as Slack does to those who post too much. */
export class SlackApi {
  readonly #posted = new Map<string, Posted[]>()
  readonly #awaited = new Map<string, (posted: Posted) => void>()
  readonly #limited = new Set<string>()
  readonly #refusedMs = new Map<string, number>()
  #early = 0
  #receiver: Receiver | undefined

  /** Listens. @param port default 0: any free one @throws Error when the port can't be had */
  static async open(clock: Clock, port?: number, host?: string): Promise<SlackApi> {
    const api = new SlackApi()
    const answer = (received: Received): Reply => api.#take(received)
    api.#receiver = await Receiver.open(clock, { port, host, answer })
    api.#receiver.expect(POST)
    return api
  }

  /** Its address on this machine. */
  get url(): string {
    return `${this.#receiver?.origin}/api`
  }

  /** Posts that came again before they were to. */
  get early(): number {
    return this.#early
  }

  /** Posts to channels that nobody wrote in, and calls of what it does not know. */
  get strangers(): number {
    return this.#receiver?.strangers ?? 0
  }

  /** Refuses the first post to a channel. */
  limit(channel: string): void {
    this.#limited.add(channel)
  }

  /** @returns what was posted to a channel */
  posted(channel: string): readonly Posted[] {
    return this.#posted.get(channel) ?? []
  }

  /** @returns the first message that is posted to a channel from now on; `undefined` when none was in `withinMs` */
  next(channel: string, withinMs: number): Promise<Posted | undefined> {
    return new Promise(resolve => {
      const come = patience(withinMs, () => {
        this.#awaited.delete(channel)
        resolve(undefined)
      })
      this.#awaited.set(channel, posted => {
        come()
        this.#awaited.delete(channel)
        resolve(posted)
      })
    })
  }

  /** Stops listening. */
  async close(): Promise<void> {
    await this.#receiver?.close()
  }

  #take({ atMs, body }: Received): Reply {
    const { channel, text } = postOf(body)
    if (channel === undefined || text === undefined) return refusal(200, 'no_text')
    const refusedMs = this.#refusedMs.get(channel)
    if (this.#limited.has(channel) && refusedMs === undefined) {
      this.#refusedMs.set(channel, atMs)
      return { ...refusal(429, 'ratelimited'), headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } }
    }
    if (refusedMs !== undefined && atMs < refusedMs + 1000 * RETRY_AFTER_SECONDS) this.#early += 1
    const posted = { atMs, text }
    this.#posted.set(channel, [...this.posted(channel), posted])
    this.#awaited.get(channel)?.(posted)
    return json(200, { ok: true, channel, ts: String(atMs / 1000) })
  }
}

const json = (status: number, body: object): Reply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

const refusal = (status: number, error: string): Reply => json(status, { ok: false, error })

/** What is shown may stand in blocks or attachments alone: https://docs.slack.dev/reference/methods/chat.postMessage. */
function postOf(body: string): { channel?: string; text?: string } {
  const { channel, text, blocks, attachments } = fieldsOf(body)
  const shown = [text, blocks, attachments].find(isShown)
  if (typeof channel !== 'string' || shown === undefined) return {}
  return { channel, text: typeof shown === 'string' ? shown : JSON.stringify(shown) }
}

const isShown = (value: unknown): boolean =>
  (typeof value === 'string' || Array.isArray(value)) && value.length > 0

/** @returns what a post says, in JSON or as a form */
function fieldsOf(body: string): Readonly<Record<string, unknown>> {
  try {
    return { ...(JSON.parse(body) as object) }
  } catch {
    return Object.fromEntries(new URLSearchParams(body))
  }
}
