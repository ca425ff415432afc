import { Asker } from './exchange.ts'
import { failureCause } from './failure-cause.ts'
import { openLine } from './line.ts'
import { targetUrl } from '../../target-url.ts'
import { HANDSHAKE_TIMEOUT_MS } from './transport.ts'
import type { Transport } from './transport.ts'

/**
 * Posts each frame that is sent: text as JSON, bytes as `application/octet-stream`. An agent has one connection of its own, as agents have that
 * run apart from each other: a pool would spare the target most of its connections, and make agents wait here that would ask all at once. It
 * is kept while it is idle for less than 4 s, or than the target's Keep-Alive says.
 *
 * The connection is made with the first POST, which shows whether the target answers: the opening itself succeeds without asking it anything.
 * Each POST waits for the answer to the one before. A body is a frame, and an answer without one a sign of life. A status other than 2xx, and
 * a POST not answered within `handshakeTimeoutMs` of `send`, end it, and what still waits is not sent. `close` lets it go out. Redirects are not
 * followed: most turn a POST into a GET, without the frame.
 */
export const openHttpPost: Transport = (path, options, events) =>
  openLine(options, events, line => {
    const { cookies, handshakeTimeoutMs: timeoutMs = HANDSHAKE_TIMEOUT_MS } = options
    const url = targetUrl(path, options.origin)
    const asker = new Asker({ timeoutMs, cookies })
    const post = async (body: string | Uint8Array): Promise<void> => {
      const type = typeof body === 'string' ? 'application/json' : 'application/octet-stream'
      const headers = { 'content-type': type, ...options.headers }
      const answer = await asker.ask({ url, method: 'POST', headers, body })
      if (answer.kind === 'body' && answer.frame.length > 0) line.frame(answer.frame)
      else line.sign()
    }
    const cut = (): void => asker.cut()
    const fail = (error: unknown): void => {
      line.over(failureCause(error))
      cut()
    }
    line.opened()
    return {
      send: frame => void post(frame).catch(fail),
      close: () => asker.close(),
      terminate: cut,
    }
  })
