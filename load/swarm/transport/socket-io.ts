import { io, NodeWebSocket } from 'socket.io-client'
import type { WebSocket } from 'ws'
import { failureCause } from './failure-cause.ts'
import { openLine } from './line.ts'
import type { Line } from './line.ts'
import { targetUrl } from '../../target-url.ts'
import type { Frame, Transport } from './transport.ts'
import { watchSocket } from './watch-socket.ts'

/**
 * Opens a Socket.IO connection, over a WebSocket from the start. As in a client's `io(url)`, the path is the namespace and its query goes
 * into the handshake: `/agents?id=1` is the namespace `/agents` with `socket.handshake.query.id`. Engine.IO's own path is `/socket.io`.
 *
 * - Sent text is emitted as the value that it is JSON of, else as a string; bytes are emitted as a Buffer.
 * - Of an event that arrives, one argument is the frame: a string or a Buffer as it is, else its JSON text. Several are a JSON array, and
 *   none is the empty text. An acknowledgement that the target asks for is given at once.
 * - Other events and Engine.IO's pings are signs of life; `ping` is a WebSocket's own.
 */
export const openSocketIo: Transport = (path, options, events) =>
  openLine(options, events, line => {
    const url = targetUrl(path, options.origin)
    const event = options.event ?? 'message'
    let wire: WebSocket | undefined
    const socket = io(url.origin + url.pathname, {
      query: Object.fromEntries(url.searchParams),
      transports: [watchedWire(line, created => (wire = created))],
      extraHeaders: options.headers,
      reconnection: false,
      forceNew: true,
    })
    socket.on('connect', () => line.opened())
    socket.on('connect_error', error => line.over(failureCause(error)))
    socket.on('disconnect', reason => line.over(reason))
    socket.io.on('ping', () => line.sign())
    socket.onAny((name: string, ...args: unknown[]) => {
      acknowledge(args)
      if (name === event) line.frame(frameOf(args))
      else line.sign()
    })
    return {
      send: frame => void socket.emit(event, valueOf(frame)),
      ping: () => wire?.ping(),
      // Not socket.disconnect(): a server drops the events that arrive together with its packet.
      close: () => void socket.io.engine.close(),
      terminate: () => wire?.terminate(),
    }
  })

/** Engine.IO's transport, with the socket beneath it in sight: only that knows the status of a refusal, and can be cut. */
const watchedWire = (line: Line, onWire: (wire: WebSocket) => void): typeof NodeWebSocket =>
  class extends NodeWebSocket {
    override createSocket(...args: Parameters<NodeWebSocket['createSocket']>): WebSocket {
      const [uri, protocols, options] = args
      const settings = { ...options, perMessageDeflate: false, skipUTF8Validation: true }
      try {
        const wire = super.createSocket(uri, protocols, settings) as WebSocket
        watchSocket(wire, line)
        onWire(wire)
        return wire
      } catch (error) {
        // Engine.IO would tell it before anyone can listen, as with a header that can't be sent.
        line.over(failureCause(error))
        throw error
      }
    }
  }

function valueOf(frame: string | Uint8Array): unknown {
  if (typeof frame !== 'string') return frame
  try {
    return JSON.parse(frame)
  } catch {
    return frame
  }
}

/** socket.io-client passes the wish for an acknowledgement as a last argument that is a function. */
function acknowledge(args: unknown[]): void {
  if (typeof args.at(-1) === 'function') (args.pop() as () => void)()
}

function frameOf(args: unknown[]): Frame {
  if (args.length === 0) return ''
  const value = args.length === 1 ? args[0] : args
  return typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value)
}
