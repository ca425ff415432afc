import http from 'node:http'
import https from 'node:https'
import { EventStream } from './event-stream.ts'
import { failureCause, statusCause } from './failure-cause.ts'
import { openLine } from './line.ts'
import { targetUrl } from '../../target-url.ts'
import type { Transport } from './transport.ts'

/**
 * Asks for a stream of server-sent events, on a connection of its own. A status other than 200, or another content type, has failed, as it
 * has for a browser's `EventSource`; unlike that, a stream that ends isn't asked for again. Comments are signs of life. `send` throws.
 */
export const openEventStream: Transport = (path, options, events) =>
  openLine(options, events, line => {
    const url = targetUrl(path, options.origin)
    const { request: ask } = url.protocol === 'https:' ? https : http
    const request = ask(url, {
      agent: false,
      headers: { accept: 'text/event-stream', 'cache-control': 'no-cache', ...options.headers },
    })
    request.on('error', error => line.over(failureCause(error)))
    request.on('response', response => {
      const fault = faultOf(response)
      if (fault !== undefined) {
        line.over(fault)
        return
      }
      const stream = new EventStream(
        data => line.frame(data),
        () => line.sign(),
      )
      response.on('data', (chunk: Buffer) => stream.push(chunk))
      response.on('error', error => line.over(failureCause(error)))
      response.on('end', () => line.over('stream ended'))
      line.opened()
    })
    request.end()
    const cut = (): void => void request.destroy()
    return { send: refuseToSend, close: cut, terminate: cut }
  })

function faultOf({ statusCode, headers }: http.IncomingMessage): string | undefined {
  if (statusCode !== 200) return statusCause(statusCode)
  const type = headers['content-type'] ?? 'none'
  return /^text\/event-stream\s*(;|$)/i.test(type) ? undefined : `content type ${type}`
}

function refuseToSend(): never {
  throw new Error(
    'Server-sent events carry nothing to the target: let agents use "websocket", "socket.io" or "http".',
  )
}
