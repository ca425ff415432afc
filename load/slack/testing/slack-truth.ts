import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { listening } from '../../testing/listening.ts'
import type { SlackRequests } from '../slack-requests.ts'

/** What a gateway of known behaviour does. */
export interface Truth {
  /** It acknowledges, and posts its answer, so late, ms. Default 0. */
  ackMs?: number
  answerMs?: number
  /** Each n-th message is not answered. Default none. */
  silentEvery?: number
  /** What it lets in besides what is right. Default nothing. */
  letsIn?: 'forged' | 'stale' | 'all'
  /** It answers what it knows already. */
  repeats?: boolean
  /** It takes all for known that comes as a retry, and nothing else. */
  knowsRetries?: boolean
  /** It drops what it knows already, the answer under way too. */
  drops?: boolean
  /** It does not come back after a 429, or comes back at once. */
  limited?: 'gives up' | 'at once'
  /** It posts JSON with blocks and no text. */
  postsBlocks?: boolean
  /** Hears how long after an event had come its first post was taken, ms: what it was to be, and what a busy machine added. Default: nobody does. */
  took?: (ms: number) => void
  /** It answers each event with this status. */
  status?: number
}

const SECRET = 'truth-signing-secret'

/** How it is spoken to. It takes forms to say where the API is, and posts forms. */
export const truthRequests: SlackRequests = {
  events: '/hooks/slack?app=1',
  signingSecret: SECRET,
  connect: {
    method: 'POST',
    path: '/hooks/api',
    bodies: ['{{slackAPI}}'],
    headers: { 'content-type': 'text/plain' },
  },
}

/** Lets a gateway of known behaviour run while it is used. */
export const withGateway = <Result>(
  truth: Truth,
  use: (origin: string) => Promise<Result>,
): Promise<Result> => {
  const gateway = new TruthGateway(truth)
  return listening(
    createServer((request, response) => void gateway.serve(request, response)),
    use,
  )
}

interface Said {
  type: string
  challenge?: string
  event_id?: string
  event?: { channel: string; text: string }
}

class TruthGateway {
  readonly #truth: Truth
  readonly #known = new Set<string>()
  readonly #dropped = new Set<string>()
  #api = ''
  #taken = 0

  constructor(truth: Truth) {
    this.#truth = truth
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    if (request.url === '/hooks/api') {
      this.#api = body
      response.end()
      return
    }
    const { status = this.#statusOf(request, body), ackMs = 0 } = this.#truth
    if (status >= 400) {
      response.writeHead(status).end()
      return
    }
    const { type, challenge, event_id: id = '', event } = JSON.parse(body) as Said
    if (type === 'url_verification') {
      response.writeHead(200, { 'content-type': 'text/plain' }).end(challenge)
      return
    }
    const isRetry = request.headers['x-slack-retry-num'] !== undefined
    const isKnown = this.#truth.knowsRetries === true ? isRetry : this.#known.has(id)
    if (isKnown && this.#truth.drops === true) this.#dropped.add(id)
    if (event && (this.#truth.repeats === true || !isKnown)) void this.#answer(event, id)
    this.#known.add(id)
    setTimeout(() => response.end(), ackMs)
  }

  #statusOf({ headers }: IncomingMessage, body: string): number {
    const { letsIn } = this.#truth
    const seconds = Number(headers['x-slack-request-timestamp'])
    const right = `v0=${createHmac('sha256', SECRET).update(`v0:${seconds}:${body}`).digest('hex')}`
    const isForged = headers['x-slack-signature'] !== right && letsIn !== 'forged'
    const isStale = !(Math.abs(Date.now() / 1000 - seconds) < 300) && letsIn !== 'stale'
    return letsIn !== 'all' && (isForged || isStale) ? 403 : 200
  }

  async #answer({ channel, text: asked }: NonNullable<Said['event']>, id: string): Promise<void> {
    const { answerMs = 0, silentEvery = 0, limited, postsBlocks, took } = this.#truth
    const cameMs = performance.now()
    this.#taken += 1
    if (silentEvery > 0 && this.#taken % silentEvery === 0) return
    await new Promise(resolve => setTimeout(resolve, answerMs))
    if (this.#dropped.has(id)) return
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: asked } }]
    const post = (): Promise<Response> =>
      fetch(`${this.#api}/chat.postMessage`, {
        method: 'POST',
        body:
          postsBlocks === true
            ? JSON.stringify({ channel, blocks })
            : new URLSearchParams({ channel, text: asked }),
      })
    const answered = await post()
    took?.(performance.now() - cameMs)
    if (answered.status !== 429 || limited === 'gives up') return
    const waitMs = limited === 'at once' ? 0 : 1000 * Number(answered.headers.get('retry-after'))
    setTimeout(() => void post(), waitMs)
  }
}
