/** Where and as whom the connections of a swarm are opened. */
export interface ConnectionOptions {
  /** Address of the target, `http://` or `https://`: paths are below its own. */
  origin: string
  /** Sent with every handshake and request. */
  headers: Record<string, string>
  /** Socket.IO: the event that carries frames. Default `message`. */
  event?: string
  /** Polling: milliseconds from an answer to the next question. Default 1000. */
  everyMs?: number
  /** Milliseconds that an opening, or one HTTP question, may take. Default `HANDSHAKE_TIMEOUT_MS`. */
  handshakeTimeoutMs?: number
}

/** What travels: text, or bytes. */
export type Frame = string | Buffer

/** What is told of a connection once it is open. */
export interface ConnectionEvents {
  /** A frame arrived: a WebSocket's message, a Socket.IO event's argument as JSON text, the data of a server-sent event, a polled body. */
  onFrame(frame: Frame): void
  /** Something arrived that is no frame (a pong, a transport's own heartbeat): the peer is alive. */
  onSign(): void
  /** The connection is over, for this cause: at most once, and not after `close` or `terminate`. */
  onClosed(cause: string): void
}

/** An open connection of an agent or a viewer. */
export interface Connection {
  /** Hands a frame to the transport; one that can't be sent any more is told by `onClosed`. */
  send(frame: string | Uint8Array): void
  /** Asks for a sign of life, which is told by `onSign`. Absent where the transport has no such question. */
  ping?(): void
  /** Closes it in good order. */
  close(): void
  /** Cuts it at once. */
  terminate(): void
}

/** How opening a connection went. `cause` is what people read: a status, an error's code and meaning. */
export type Opening = { kind: 'open'; connection: Connection } | { kind: 'failed'; cause: string }

/**
 * Opens a connection at a path of the target. It never reconnects by itself: who holds it decides. Frames that arrive before the opening
 * is told are told after it. @returns how it went; never rejects
 */
export type Transport = (
  path: string,
  options: ConnectionOptions,
  events: ConnectionEvents,
) => Promise<Opening>

/** An opening, or one HTTP question, that is not finished after this many milliseconds has failed. */
export const HANDSHAKE_TIMEOUT_MS = 10_000
