import type { ReconnectPolicy } from '../back-off.ts'
import type { Dialled } from './dial.ts'
import type { AgentTransport, ViewerTransport } from './transport/open-transport.ts'
import type { StreamQuestion } from './transport/question.ts'

/** One update that an agent sends. */
export interface AgentUpdate {
  /** Index of the agent, from 0. */
  agent: number
  /** Number of the update, from 0, growing by 1 for each agent. */
  seq: number
  /** Epoch milliseconds, with fractions. */
  sentAtMs: number
  /** A whole number that no other update of the swarm carries: what the canaries are recognised by. */
  value: number
}

/** How an agent says a metric. */
export interface AgentProtocol extends Omit<Dialled, keyof StreamQuestion | 'transport'> {
  /** Path and query that agent `agent` connects to, or posts to. */
  path(agent: number): string
  /**
   * `websocket` (the default); `socket.io` (a frame's text is JSON, and is emitted as the value it stands for); `http`: each update is a POST of
   * its own, over kept connections.
   */
  transport?: AgentTransport
  /** One update as text or as bytes. */
  frame(update: AgentUpdate): string | Uint8Array
  /**
   * Which of its updates a frame that the agent receives acknowledges: the seq; `undefined` when it is something else. Default: nothing that
   * agents receive is read.
   */
  acknowledges?(frame: string): number | undefined
}

/** One agent's value in a frame that a viewer received. Numbers may be text of digits, as JSON often has them. */
export interface ReceivedUpdate {
  agent: number
  /** Number of the update. A target that does not pass it on gives `value`. */
  seq?: number
  /** The value as the agent said it (`AgentUpdate.value`), where there is no `seq`. */
  value?: number
  /** When the agent sent it by its own clock, epoch ms: for agents that are not the swarm's. Of its own the swarm knows when they sent. */
  sentAtMs?: number
  /**
   * How many of the agent's updates this entry stands for; 0 for a state that is sent on connecting, or polled. Where the target does not say,
   * a gap in `seq` can't be told from coalescing and is not counted as a loss.
   */
  merged?: number
}

/** How a dashboard's client reads what the target tells. */
export interface ViewerProtocol extends Omit<Dialled, 'transport'> {
  path: string
  /** `websocket` (the default), `socket.io`, `sse` (server-sent events), or `polling` (asked again and again). */
  transport?: ViewerTransport
  /**
   * Reads a frame: a WebSocket's message, a Socket.IO event's argument as JSON text, the data of a server-sent event, a polled body.
   *
   * @param event the name of the Socket.IO event, or of the server-sent event
   * @returns the values in it; none when it carries something else @throws when the frame can't be understood
   */
  read(frame: string, event?: string): readonly ReceivedUpdate[]
  /** Reads a binary frame, likewise. Default: one counts as unreadable. */
  readBinary?(frame: Buffer, event?: string): readonly ReceivedUpdate[]
}

/** Where an agent's value shows in the page, for measuring up to the painted pixel. `{agent}` stands for the agent's index. */
export interface CanaryProtocol {
  /** CSS selector of the element whose digits are the value. */
  selector(agent: number): string
  /** Text by which a frame is known to carry the value, with `{value}` in its place, e.g. `"tokens":{value}`. */
  wire: string
  /** How many agents are canaries: those whose value is on the screen without scrolling. Default 10. */
  agents?: number
}

/** How agents and viewers speak with what is put under load. */
export interface RealtimeProtocol {
  agent?: AgentProtocol
  viewer?: ViewerProtocol
  /** What viewers fall back to when they can't be pushed to; its transport is `polling`. */
  polling?: Omit<ViewerProtocol, 'transport'>
  canary?: CanaryProtocol
  /** How agents and viewers come back when they lost their connection. Default: full jitter from 250 ms up to 5 s, silence after 3 s. */
  reconnect?: Partial<ReconnectPolicy>
  /** How many connections of agents and viewers together the target takes, where it has a limit. */
  connectionLimit?: number
}

/** Where a thread finds a protocol: its functions can't be sent to it, so it imports them. */
export interface ProtocolSource {
  /** URL of the module. */
  module: string
  /** Where in what the module exports, e.g. `default.realtime`. A function on the way is called with `given`. */
  path: string
  /** What functions on the way are called with; serialisable. Default: nothing. */
  given?: unknown
}

/** A module that has no protocol where one was looked for. */
export class ProtocolError extends Error {
  readonly code = 'ERR_PROTOCOL'

  constructor(message: string) {
    super(message)
    this.name = 'ProtocolError'
  }
}
