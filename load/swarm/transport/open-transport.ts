import { openHttpPost } from './http-post.ts'
import { openPolling } from './polling.ts'
import { openSocketIo } from './socket-io.ts'
import { openEventStream } from './sse.ts'
import type { Transport } from './transport.ts'
import { openWebSocket } from './websocket.ts'

/** How an agent can reach the target: `http` posts each of its updates. */
export type AgentTransport = 'websocket' | 'socket.io' | 'http'

/** How a viewer can listen to the target: `sse` is server-sent events, `polling` asks again and again. */
export type ViewerTransport = 'websocket' | 'socket.io' | 'sse' | 'polling'

const TRANSPORTS: Readonly<Record<AgentTransport | ViewerTransport, Transport>> = {
  websocket: openWebSocket,
  'socket.io': openSocketIo,
  sse: openEventStream,
  polling: openPolling,
  http: openHttpPost,
}

/** @returns what opens a connection of this kind */
export const transportOf = (kind: AgentTransport | ViewerTransport): Transport => TRANSPORTS[kind]
