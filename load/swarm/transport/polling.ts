import { longTimer } from '../../long-timer.ts'
import type { LongTimer } from '../../long-timer.ts'
import { Asker } from './exchange.ts'
import { failureCause } from './failure-cause.ts'
import { openLine } from './line.ts'
import { askedOf, withCursor } from './question.ts'
import { targetUrl } from '../../target-url.ts'
import { HANDSHAKE_TIMEOUT_MS } from './transport.ts'
import type { Frame, Transport } from './transport.ts'

/**
 * Asks again and again, `everyMs` from the end of an answer to the next question, over one connection that is kept while it is idle for less than
 * 4 s, or than the target's Keep-Alive says; the second question comes after the share `phase` of that. Redirects are followed, each time anew.
 * It is open with the first answer of a status 2xx. A body is a frame; an answer without one, and a 304 to the ETag that the target gave, are
 * signs of life. Any other status, and a question not answered within `handshakeTimeoutMs`, end it. `send` throws.
 */
export const openPolling: Transport = (path, options, events) =>
  openLine(options, events, line => {
    const { everyMs = 1000, phase = 1, allowed = [], cookies } = options
    const asker = new Asker({
      timeoutMs: options.handshakeTimeoutMs ?? HANDSHAKE_TIMEOUT_MS,
      cookies,
      allowed,
    })
    let cursor = ''
    let known: { etag: string; href: string } | undefined
    let next: LongTimer | undefined
    let waitMs = everyMs * phase
    const poll = async (): Promise<void> => {
      const url = targetUrl(withCursor(path, cursor), options.origin)
      const how = askedOf(options, options.headers, cursor)
      const isKnown = known?.href === url.href && how.method === 'GET'
      const condition = isKnown && known ? { 'if-none-match': known.etag } : {}
      const answer = await asker.ask({ ...how, url, headers: { ...how.headers, ...condition } })
      next = longTimer(go, waitMs)
      waitMs = everyMs
      line.opened()
      if (answer.kind === 'body')
        known = answer.etag === undefined ? undefined : { etag: answer.etag, href: url.href }
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
