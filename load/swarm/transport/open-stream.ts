import http from 'node:http'
import https from 'node:https'
import { EventStream } from './event-stream.ts'
import { HANDSHAKE_TIMEOUT_MS } from './socket.ts'
import type { SocketOptions } from './socket.ts'

/** What is told of a stream of server-sent events once it is open. */
export interface StreamEvents {
  /** An event's data arrived. */
  onData: (data: string) => void
  /** The stream is over, for this cause: at most once. */
  onClosed: (cause: string) => void
}

/** How asking for a stream went. */
export type Opening = { kind: 'open'; close: () => void } | { kind: 'failed'; cause: string }

/**
 * Asks for a stream of server-sent events, on a connection of its own. A status other than 200, or another content type, has failed, as it
 * has for a browser's `EventSource`; unlike that, a stream that ends isn't asked for again: it is over. @returns how it went; never rejects
 */
export function openStream(
  path: string,
  { origin, headers }: SocketOptions,
  { onData, onClosed }: StreamEvents,
): Promise<Opening> {
  return new Promise(resolve => {
    const url = new URL(path, origin)
    const { request: ask } = url.protocol === 'https:' ? https : http
    const request = ask(url, {
      agent: false,
      headers: { accept: 'text/event-stream', 'cache-control': 'no-cache', ...headers },
    })
    const patience = setTimeout(
      () => request.destroy(new Error('Opening handshake has timed out')),
      HANDSHAKE_TIMEOUT_MS,
    )
    const fail = (cause: string): void => {
      clearTimeout(patience)
      resolve({ kind: 'failed', cause })
    }
    request.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message))
    request.on('response', response => {
      const fault = faultOf(response)
      if (fault !== undefined) {
        fail(fault)
        request.destroy()
        return
      }
      clearTimeout(patience)
      const stream = new EventStream(onData)
      let cause = 'stream ended'
      response.on('data', (chunk: Buffer) => stream.push(chunk))
      response.on('error', (error: NodeJS.ErrnoException) => (cause = error.code ?? error.message))
      response.on('close', () => onClosed(cause))
      resolve({ kind: 'open', close: () => void request.destroy() })
    })
    request.end()
  })
}

function faultOf({ statusCode, headers }: http.IncomingMessage): string | undefined {
  if (statusCode !== 200) return `status ${statusCode}`
  const type = headers['content-type'] ?? 'none'
  return /^text\/event-stream\s*(;|$)/i.test(type) ? undefined : `content type ${type}`
}
