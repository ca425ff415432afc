import { Agent } from 'undici'
import { exchange } from './exchange.ts'
import { failureCause } from './failure-cause.ts'
import { openLine } from './line.ts'
import { targetUrl } from './target-url.ts'
import { HANDSHAKE_TIMEOUT_MS } from './transport.ts'
import type { Transport } from './transport.ts'

/**
 * The kept connections of all agents of the thread. Their number has no limit of its own: an agent has one POST under way, so there are at
 * most as many as agents, and where all send at once the target meets all at once. A limit would make them wait here in its place.
 */
const connections = new Agent({ connections: null })

/**
 * Posts each frame that is sent: text as JSON, bytes as `application/octet-stream`. There is no connection to hold, so the opening succeeds
 * without asking the target anything; the first POST shows whether it answers. They go in turn: each waits for the answer to the one before.
 * An answer's body is a frame, and one without a body a sign of life. A status other than 2xx, and an answer that isn't there within
 * `handshakeTimeoutMs`, end it, and what still waits is not sent. `close` lets it go out.
 */
export const openHttpPost: Transport = (path, options, events) =>
  openLine(options, events, line => {
    const url = targetUrl(path, options.origin)
    const timeoutMs = options.handshakeTimeoutMs ?? HANDSHAKE_TIMEOUT_MS
    const halt = new AbortController()
    let turn = Promise.resolve()
    const post = async (frame: string | Uint8Array): Promise<void> => {
      if (halt.signal.aborted) return
      const type = typeof frame === 'string' ? 'application/json' : 'application/octet-stream'
      const question = {
        origin: url.origin,
        path: url.pathname + url.search,
        method: 'POST',
        headers: { 'content-type': type, ...options.headers },
        body: frame,
      } as const
      const answer = await exchange(connections, question, halt, timeoutMs)
      if (answer.kind === 'body' && answer.frame.length > 0) line.frame(answer.frame)
      else line.sign()
    }
    const send = (frame: string | Uint8Array): void => {
      turn = turn
        .then(() => post(frame))
        .catch((error: unknown) => {
          halt.abort()
          line.over(failureCause(error))
        })
    }
    line.opened()
    return { send, close() {}, terminate: () => halt.abort() }
  })
