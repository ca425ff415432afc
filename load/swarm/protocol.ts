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
export interface AgentProtocol {
  /** Path and query that agent `agent` connects to, or posts to. */
  path(agent: number): string
  frame(update: AgentUpdate): string
}

/** One agent's value in a frame that a viewer received. */
export interface ReceivedUpdate {
  agent: number
  seq: number
  sentAtMs: number
  /**
   * How many of the agent's updates this entry stands for; 0 for a state that is sent on connecting. Where the target does not say,
   * a gap in `seq` can't be told from coalescing and is not counted as a loss.
   */
  merged?: number
}

/** How a dashboard's client reads what the target pushes. */
export interface ViewerProtocol {
  path: string
  /** How the target is listened to: `websocket` (the default), or `sse` (server-sent events). */
  transport?: 'websocket' | 'sse'
  /**
   * Reads a frame: a WebSocket's message, or the data of a server-sent event.
   *
   * @returns the values in it; none when it carries something else @throws when the frame can't be understood
   */
  read(frame: string): readonly ReceivedUpdate[]
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

/** A target's real-time side. Threads import it by the URL of the module that has it as `default.realtime`. */
export interface RealtimeProtocol {
  agent?: AgentProtocol
  viewer?: ViewerProtocol
  canary?: CanaryProtocol
}

/** @throws Error when the module has no `default.realtime` */
export async function loadProtocol(moduleUrl: string): Promise<RealtimeProtocol> {
  const module = (await import(moduleUrl)) as { default?: { realtime?: RealtimeProtocol } }
  const protocol = module.default?.realtime
  if (!protocol) throw new Error(`${moduleUrl} has no default export with the field "realtime".`)
  return protocol
}
