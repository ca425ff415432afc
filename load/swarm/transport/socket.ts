import { WebSocket } from 'ws'

/** Where and as whom the sockets of a swarm connect. */
export interface SocketOptions {
  /** `http://` or `https://` origin of the target. */
  origin: string
  /** Sent with every handshake. */
  headers: Record<string, string>
}

/** How a handshake ended. */
export type Handshake = { kind: 'open'; socket: WebSocket } | { kind: 'failed'; cause: string }

/** A handshake not finished after this long has failed. */
export const HANDSHAKE_TIMEOUT_MS = 10_000

/** Opens a WebSocket. @returns how it went; never rejects */
export function openSocket(path: string, { origin, headers }: SocketOptions): Promise<Handshake> {
  return new Promise(resolve => {
    const url = new URL(path, origin)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    const socket = new WebSocket(url, {
      headers,
      perMessageDeflate: false,
      skipUTF8Validation: true,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    })
    socket.on('open', () => resolve({ kind: 'open', socket }))
    socket.on('unexpected-response', (request, response) => {
      request.destroy()
      resolve({ kind: 'failed', cause: `status ${response.statusCode}` })
    })
    socket.on('error', (error: Error & { code?: string }) =>
      resolve({ kind: 'failed', cause: error.code ?? error.message }),
    )
  })
}
