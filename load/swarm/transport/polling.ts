import { Client } from 'undici'
import { exchange } from './exchange.ts'
import { failureCause } from './failure-cause.ts'
import { openLine } from './line.ts'
import { pathOf, targetUrl } from '../../target-url.ts'
import { HANDSHAKE_TIMEOUT_MS } from './transport.ts'
import type { Transport } from './transport.ts'

/**
 * Asks for a path again and again, `everyMs` from the end of an answer to the next question, over one connection that is kept while it is
 * idle for less than 4 s, or than the target's Keep-Alive says. It is open with the first answer of a status 2xx. A body is a frame; an answer without one, and a 304 to the ETag that the target gave, are signs of life. Any
 * other status, and a question not answered within `handshakeTimeoutMs`, end it. `send` throws.
 */
export const openPolling: Transport = (path, options, events) =>
  openLine(options, events, line => {
    const { everyMs = 1000, handshakeTimeoutMs = HANDSHAKE_TIMEOUT_MS } = options
    const url = targetUrl(path, options.origin)
    const client = new Client(url.origin)
    let etag: string | undefined
    let next: NodeJS.Timeout | undefined
    const poll = async (): Promise<void> => {
      const headers = etag === undefined ? options.headers : { ...options.headers, 'if-none-match': etag }
      const question = { path: pathOf(url), method: 'GET', headers } as const
      const answer = await exchange(client, question, handshakeTimeoutMs)
      next = setTimeout(go, everyMs)
      line.opened()
      if (answer.kind === 'body') etag = answer.etag
      if (answer.kind === 'body' && answer.frame.length > 0) line.frame(answer.frame)
      else line.sign()
    }
    const cut = (): void => {
      clearTimeout(next)
      void client.destroy()
    }
    const go = (): void =>
      void poll().catch((error: unknown) => {
        line.over(failureCause(error))
        cut()
      })
    go()
    return { send: refuseToSend, close: cut, terminate: cut }
  })

function refuseToSend(): never {
  throw new Error('Polling carries nothing to the target: let agents use "websocket", "socket.io" or "http".')
}
