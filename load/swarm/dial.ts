import { conversing } from './transport/conversation.ts'
import type { Conversation, OpeningStep } from './transport/conversation.ts'
import { failureCause } from './transport/failure-cause.ts'
import { transportOf } from './transport/open-transport.ts'
import type { AgentTransport, ViewerTransport } from './transport/open-transport.ts'
import { withCursor } from './transport/question.ts'
import { sentHeaders } from './transport/sent-headers.ts'
import { socketIoAddress } from './transport/socket-io-address.ts'
import type { ConnectionEvents, ConnectionOptions, Opening, TransportOptions } from './transport/transport.ts'

/** What a connection is opened with, for who needs it to say who it is. */
export interface Handshake {
  /** As they are sent. */
  headers: Record<string, string>
}

/** The same for all, or what a function gives for an agent or a viewer, by its index from 0. */
export type Given<T> = T | ((index: number, handshake: Handshake) => T)

/** What the protocols of agents and viewers say alike of their connections. */
export interface Dialled extends Omit<TransportOptions, 'auth'>, Omit<Conversation, 'opening'> {
  transport?: AgentTransport | ViewerTransport
  /** Sent besides the target's own. */
  headers?: Record<string, string>
  /** Socket.IO: what the handshake's `auth` holds. */
  auth?: Given<Record<string, unknown>>
  /** What is said once a socket is open. */
  opening?: Given<readonly OpeningStep[]>
}

/** Where a connection leads, and as whose. */
export interface Call {
  /** Of the agent or the viewer, from 0. */
  index: number
  path: string
  options: ConnectionOptions
}

/** Opens a connection as a protocol says. @returns how it went; never rejects */
export async function dial(
  protocol: Dialled,
  { index, path, options }: Call,
  events: ConnectionEvents,
): Promise<Opening> {
  try {
    const { cookies, ...rest } = options
    const headers = { ...withoutAny(rest.headers, protocol.headers), ...protocol.headers }
    // Cookies that a protocol gives itself are all that it wants to have sent.
    const jar = cookies && !givesCookies(protocol) ? { cookies } : {}
    const handshake = { headers: sentHeaders(askedPath(protocol, path, rest.origin), { headers, ...jar }) }
    const given = <T>(what: Given<T>): T =>
      typeof what === 'function'
        ? (what as (index: number, handshake: Handshake) => T)(index, handshake)
        : what
    const { auth, opening, heartbeat, transport = 'websocket' } = protocol
    const conversation: Conversation = {
      ...(opening && { opening: given(opening) }),
      ...(protocol.reply && { reply: (frame, event) => protocol.reply?.(frame, event) }),
      ...(heartbeat && { heartbeat }),
    }
    const { auth: _, ...own } = protocol
    const settings: ConnectionOptions = {
      ...own,
      ...(protocol.cursor && { cursor: frame => protocol.cursor?.(frame) }),
      ...(auth && { auth: given(auth) }),
      ...rest,
      ...jar,
      headers,
    }
    return await conversing(transportOf(transport), conversation)(path, settings, events)
  } catch (error) {
    return { kind: 'failed', cause: failureCause(error) }
  }
}

const givesCookies = ({ headers = {} }: Dialled): boolean =>
  Object.keys(headers).some(name => name.toLowerCase() === 'cookie')

/** @returns the path that the first question or handshake asks for: what cookies go by */
function askedPath({ transport, namespace }: Dialled, path: string, origin: string): string {
  if (transport === 'socket.io') return socketIoAddress(path, origin, namespace).asked
  return transport === 'polling' || transport === 'sse' ? withCursor(path) : path
}

/** @returns the headers but for those that others take the place of: names are the same in any case */
function withoutAny(headers: Record<string, string>, others: Record<string, string> = {}) {
  const names = new Set(Object.keys(others).map(name => name.toLowerCase()))
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.has(name.toLowerCase())))
}
