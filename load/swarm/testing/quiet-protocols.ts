import type { RealtimeProtocol, ViewerProtocol } from '../protocol.ts'

const agent: RealtimeProtocol['agent'] = {
  path: index => `/agent?id=${index}`,
  frame: ({ agent: index, value }) => JSON.stringify({ agent: `${index}`, value: `${value}` }),
}

const of = (read: ViewerProtocol['read']): RealtimeProtocol => ({ agent, viewer: { path: '/viewer', read } })

/** What is given where types are not checked. */
const untyped = (given: unknown) => () => given as ReturnType<ViewerProtocol['read']>

/** Both are text of digits on the wire, as JSON often has them. */
const told = (frame: string) => JSON.parse(frame) as { agent: number; value: number }

/** Protocols of tests whose viewers see nothing, or not what they should. */
export const plain = of(frame => [told(frame)])
export const text = plain
export const unread = of(untyped(undefined))
export const foreign = of(() => [])
export const future = of(frame => [{ agent: told(frame).agent, seq: 2 ** 31 + 5 }])
export const polled: RealtimeProtocol = { agent, polling: { path: '/poll', everyMs: 20, read: () => [] } }
const list = (frame: string) => (JSON.parse(frame) as { agents: { agent: number; value: number }[] }).agents
export const listed: RealtimeProtocol = { agent, polling: { path: '/poll', everyMs: 20, read: list } }
export const streamed: RealtimeProtocol = {
  agent,
  viewer: { transport: 'sse', path: '/poll', read: frame => [told(frame)] },
}
