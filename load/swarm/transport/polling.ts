import { longTimer } from '../../long-timer.ts'
import type { LongTimer } from '../../long-timer.ts'
import { Asker } from './exchange.ts'
import { failureCause } from './failure-cause.ts'
import { openLine } from './line.ts'
import { askedOf, withCursor } from './question.ts'
import { sentHeaders } from './sent-headers.ts'
import { pathOf, targetUrl } from '../../target-url.ts'
import { HANDSHAKE_TIMEOUT_MS } from './transport.ts'
import type { Frame, Transport } from './transport.ts'

/**
 * Asks again and again, `everyMs` from the end of an answer to the next question, over one connection that is kept while it is idle for less than
 * 4 s, or than the target's Keep-Alive says; the second question comes after the share `phase` of that. It is open with the first answer of a
 * status 2xx. A body is a frame; an answer without one, and a 304 to the ETag that the target gave, are signs of life. Any other status, and a
 * question not answered within `handshakeTimeoutMs`, end it. `send` throws.
 */
export const openPolling: Transport = (path, options, events) =>
  openLine(options, events, line => {
    const { everyMs = 1000, phase = 1, handshakeTimeoutMs = HANDSHAKE_TIMEOUT_MS } = options
    const { origin } = targetUrl(path, options.origin)
    const asker = new Asker(origin, set => options.cookies?.keep(asked, set))
    let cursor = ''
    let asked = path
    let known: { etag: string; path: string } | undefined
    let next: LongTimer | undefined
    let waitMs = everyMs * phase
    const poll = async (): Promise<void> => {
      asked = withCursor(path, cursor)
      const url = targetUrl(asked, options.origin)
      const how = askedOf(path, options, sentHeaders(asked, options), cursor)
      const place = pathOf(url)
      const isKnown = known?.path === place && how.method === 'GET'
      const condition = isKnown && known ? { 'if-none-match': known.etag } : {}
      const question = { ...how, path: place, headers: { ...how.headers, ...condition } }
      const answer = await asker.ask(question, handshakeTimeoutMs)
      next = longTimer(go, waitMs)
      waitMs = everyMs
      line.opened()
      if (answer.kind === 'body')
        known = answer.etag === undefined ? undefined : { etag: answer.etag, path: place }
      if (answer.kind === 'unchanged' || answer.frame.length === 0) {
        line.sign()
        return
      }
      cursor = cursorAfter(answer.frame) ?? cursor
      line.frame(answer.frame)
    }
    const cursorAfter = (frame: Frame): string | undefined => options.cursor?.(frame.toString())?.toString()
    const cut = (): void => {
      next?.cancel()
      asker.cut()
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
