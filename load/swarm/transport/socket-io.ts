import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { io, NodeWebSocket, NodeXHR } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import type { WebSocket } from 'ws'
import { failureCause, statusCause } from './failure-cause.ts'
import { EngineCookies } from './engine-cookies.ts'
import { openLine } from './line.ts'
import type { Line } from './line.ts'
import { socketIoAddress } from './socket-io-address.ts'
import { targetUrl } from '../../target-url.ts'
import { MOST_HEAD_BYTES } from './transport.ts'
import type { ConnectionOptions, Frame, Message, Transport } from './transport.ts'
import { watchSocket } from './watch-socket.ts'

/** What Engine.IO's clients compress, bytes. */
const DEFLATE = { threshold: 1024 }

/**
 * Opens a Socket.IO connection, over a WebSocket from the start unless `transports` say otherwise. Where it goes: see `SocketIoOptions`; the
 * query of the path goes into the handshake: `/agents?id=1` is the namespace `/agents` with `socket.handshake.query.id`.
 *
 * - Sent text is emitted as the value that it is JSON of, else as a string; bytes are emitted as a Buffer.
 * - Of an event that arrives, one argument is the frame: a string or a Buffer as it is, else its JSON text. Several are a JSON array, and
 *   none is the empty text. An acknowledgement that the target asks for is given at once.
 * - Other events and Engine.IO's pings are signs of life; `ping` is a WebSocket's own, and there is none while Engine.IO polls.
 */
export const openSocketIo: Transport = (path, options, events) =>
  openLine(options, events, line => {
    targetUrl(path, options.origin)
    const { address, asked, ...place } = socketIoAddress(path, options.origin, options.namespace)
    const engineCookies = new EngineCookies(asked, options)
    const names = [options.event ?? 'message'].flat()
    let wire: WebSocket | undefined
    const isSecure = address.startsWith('https:')
    // Each has connections of its own, as each user's browser has.
    const agent = isSecure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
    const { transports = ['websocket'] } = options
    const webSocket = watchedWire(line, options, engineCookies, transports[0] === 'websocket', created => {
      wire = created
    })
    const socket = io(address, {
      ...place,
      transports: transports.map(kind => (kind === 'polling' ? pollingWith(engineCookies) : webSocket)),
      auth: options.auth ?? {},
      extraHeaders: options.headers,
      agent: agent as unknown as string,
      reconnection: false,
      forceNew: true,
    })
    socket.on('connect', () => line.opened())
    socket.on('connect_error', error => line.over(refusalOf(error)))
    socket.on('disconnect', reason => line.over(reason))
    socket.io.on('ping', () => line.sign())
    socket.onAny((name: string, ...args: unknown[]) => {
      acknowledge(args)
      if (names.includes(name) || names.includes('*')) line.frame(frameOf(args), name)
      else line.sign()
    })
    const [first = 'message'] = names
    return {
      send: frame => void socket.emit(first, valueOf(frame)),
      emit: (message, onAnswer) => emit(socket, first, message, onAnswer),
      // Before the upgrade is made its socket may hang, though what is polled arrives.
      get ping() {
        return socket.io.engine?.transport.name === 'websocket' ? () => wire?.ping() : undefined
      },
      // Not socket.disconnect(): a server drops the events that arrive together with its packet.
      close: () => void socket.io.engine.close(),
      terminate() {
        wire?.terminate()
        socket.io.engine?.close()
        agent.destroy()
      },
    }
  })

/**
 * Engine.IO's transport, with the socket beneath it in sight: only that knows the status of a refusal, and can be cut.
 *
 * @param isFirst whether the connection begins with it: an upgrade to it that fails is no end
 */
const watchedWire = (
  line: Line,
  { deflate = true }: ConnectionOptions,
  cookies: EngineCookies,
  isFirst: boolean,
  onWire: (wire: WebSocket) => void,
): typeof NodeWebSocket =>
  class extends NodeWebSocket {
    override createSocket(...args: Parameters<NodeWebSocket['createSocket']>): WebSocket {
      const [uri, protocols, options] = args
      const headers = { ...options['headers'], ...cookies.header() }
      const settings = {
        ...options,
        headers,
        perMessageDeflate: deflate && DEFLATE,
        skipUTF8Validation: true,
        maxHeaderSize: MOST_HEAD_BYTES,
      }
      try {
        const wire = super.createSocket(uri, protocols, settings) as WebSocket
        if (isFirst) watchSocket(wire, line, set => cookies.parseCookies(set))
        else wire.on('pong', () => line.sign())
        onWire(wire)
        return wire
      } catch (error) {
        // Engine.IO would tell it before anyone can listen, as with a header that can't be sent.
        line.over(failureCause(error))
        throw error
      }
    }
  }

/** Engine.IO's polling, with a jar of cookies in the place of its own, which knows no paths. */
const pollingWith = (cookies: EngineCookies): typeof NodeXHR =>
  class extends NodeXHR {
    override request(options?: Record<string, unknown>): ReturnType<NodeXHR['request']> {
      Object.assign(this.opts, { cookieJar: cookies })
      return super.request(options)
    }
  }

/** Of polling, Engine.IO tells the status as `description`; of a namespace that there is not, what else `path` may mean is told. */
function refusalOf(error: Error & { description?: unknown }): string {
  const { description } = error
  if (typeof description === 'number' && description > 0) return statusCause(description)
  return error.message === 'Invalid namespace'
    ? "Invalid namespace (without `namespace` a target's `path` is the namespace, and Engine.IO is at /socket.io)"
    : failureCause(error)
}

function emit(socket: Socket, name: string, message: Message, onAnswer: (answer: Frame) => void): void {
  const { event = name, send, args = send === undefined ? [] : [valueOf(send)], acknowledged } = message
  if (acknowledged) socket.emit(event, ...args, (...answer: unknown[]) => onAnswer(frameOf(answer)))
  else socket.emit(event, ...args)
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
