import type { Cookies } from '../../cookies.ts'
import type { StreamQuestion } from './question.ts'
import type { SocketIoOptions } from './socket-io-address.ts'

/** What a protocol may say of its connections, beside what travels on them. */
export interface TransportOptions extends StreamQuestion, SocketIoOptions {
  /**
   * Socket.IO: the event, or events, that carry frames (default `message`; `*` is every one). Server-sent events: those that are listened to (default: all).
   */
  event?: string | readonly string[]
  /** WebSocket: what is offered as `Sec-WebSocket-Protocol`. The target has to choose one. Default: none. */
  subprotocols?: readonly string[]
  /** WebSocket and Socket.IO: whether permessage-deflate is offered, as every browser does. Default true. */
  deflate?: boolean
}

/** Where and as whom the connections of a swarm are opened. */
export interface ConnectionOptions extends TransportOptions {
  /** Address of the target, `http://` or `https://`: paths are below its own. */
  origin: string
  /** Sent with every handshake and request. */
  headers: Record<string, string>
  /** Hosts beside this machine and the target's own to which redirects of polls and event streams may lead. Default none. */
  allowed?: readonly string[]
  /** Whose cookies go with it, those of each path; what answers set is kept there. Default: none but those of `headers`. */
  cookies?: Cookies
  /** Polling: the share of `everyMs` after which the second question is asked, 0 to 1, so that pollers that came together do not ask together. Default 1. */
  phase?: number
  /** Milliseconds that an opening, or one HTTP question, may take. Default `HANDSHAKE_TIMEOUT_MS`. */
  handshakeTimeoutMs?: number
}

/** What travels: text, or bytes. */
export type Frame = string | Buffer

/** Something that is said over a socket. */
export interface Message {
  /** Text, or bytes. Socket.IO: the text is JSON, and is emitted as the value that it stands for. */
  send?: string | Uint8Array
  /** Socket.IO: the event's name. Default: the protocol's `event`. */
  event?: string
  /** Socket.IO: the event's arguments, in place of `send`. */
  args?: readonly unknown[]
  /** Socket.IO: whether an acknowledgement is asked for; its arguments are a frame. Default false. */
  acknowledged?: boolean
}

/** What is told of a connection once it is open. */
export interface ConnectionEvents {
  /**
   * A frame arrived: a WebSocket's message, a Socket.IO event's argument as JSON text, the data of a server-sent event, a polled body.
   *
   * @param event the name of the Socket.IO event, or of the server-sent event
   */
  onFrame(frame: Frame, event?: string): void
  /** Something arrived that is no frame (a pong, a transport's own heartbeat): the peer is alive. */
  onSign(): void
  /** What it is made of was cut, for this cause, and is made anew: until `onResumed`, or `onClosed`, nothing arrives. Default: nothing is done. */
  onInterrupted?(cause: string): void
  /** It goes on after it was interrupted. */
  onResumed?(): void
  /** The connection is over, for this cause: at most once, and not after `close` or `terminate`. */
  onClosed(cause: string): void
}

/** An open connection of an agent or a viewer. */
export interface Connection {
  /** Hands a frame to the transport; one that can't be sent any more is told by `onClosed`. */
  send(frame: string | Uint8Array): void
  /** Emits an event. Absent where the transport has none. @param onAnswer is given the acknowledgement, where it is asked for */
  emit?(message: Message, onAnswer: (answer: Frame) => void): void
  /** Asks for a sign of life, which is told by `onSign`. Absent where the transport has no such question, or has none at the moment: ask anew each time. */
  ping?: (() => void) | undefined
  /** Closes it in good order. */
  close(): void
  /** Cuts it at once. */
  terminate(): void
}

/** Why an opening failed. */
export interface Failure {
  /** What people read, and failures are counted by: a status, an error's code and meaning. */
  cause: string
  /** What came instead, where something did. */
  example?: string
}

/** How opening a connection went. */
export type Opening = { kind: 'open'; connection: Connection } | ({ kind: 'failed' } & Failure)

/**
 * Opens a connection at a path of the target. It never reconnects by itself: who holds it decides. Frames that arrive before the opening
 * is told are told after it. @returns how it went; never rejects
 */
export type Transport = (
  path: string,
  options: ConnectionOptions,
  events: ConnectionEvents,
) => Promise<Opening>

/** The head that answers a handshake has at most, in bytes: as in Chromium. Of Node.js it is 16 kB, which the cookies of a sign-in may fill. */
export const MOST_HEAD_BYTES = 256 * 1024

/** An opening, or one HTTP question, that is not finished after this many milliseconds has failed. */
export const HANDSHAKE_TIMEOUT_MS = 10_000

/** A polled body or a server-sent event beyond this ends its connection: what has no end would fill the memory. */
export const MOST_FRAME_BYTES = 32 * 2 ** 20
