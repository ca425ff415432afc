import { expose } from '../thread.ts'
import { Agents } from './agents.ts'
import type { AgentRange, Rounds } from './agents.ts'
import { COMMON_RECONNECT } from '../back-off.ts'
import { CallMark } from './call-mark.ts'
import { probeLimit } from './limit-probe.ts'
import type { LimitOrder } from './limit-probe.ts'
import { ProtocolError } from './protocol.ts'
import type { RealtimeProtocol } from './protocol.ts'
import { loadProtocol } from './load-protocol.ts'
import { SendLog } from './accounts/send-log.ts'
import type { AgentShard, Order, Renewed, ViewerShard } from './swarm-order.ts'
import { Viewers } from './viewers.ts'
import type { Watch } from './viewers.ts'

/** One thread of a swarm: it holds agents or viewers. */
expose((clock, sink) => {
  let agents: Agents | undefined
  let viewers: Viewers | undefined
  let load: (given: unknown) => Promise<RealtimeProtocol>
  let listens: ViewerShard['listen'] = 'viewer'
  const held = <T>(one: T | undefined, what: string): T => {
    if (!one) throw new ProtocolError(`This thread holds no ${what}.`)
    return one
  }
  const viewerOf = ({ viewer, polling }: RealtimeProtocol) =>
    listens === 'polling' && polling ? { ...polling, transport: 'polling' as const } : viewer
  const links = () => held(agents ?? viewers, 'agents or viewers').links
  return {
    async holdAgents({ protocol: source, mark, log, ...shard }: AgentShard & Order) {
      load = given => loadProtocol({ ...source, given }, new CallMark(mark))
      const { agent, reconnect } = await load(source.given)
      const options = { ...shard, reconnect: { ...COMMON_RECONNECT, ...reconnect } }
      agents = new Agents(held(agent, 'agent protocol'), options, new SendLog(log), clock, sink)
    },
    async holdViewers({ protocol: source, mark, log, listen, ...shard }: ViewerShard & Order) {
      load = given => loadProtocol({ ...source, given }, new CallMark(mark))
      listens = listen
      const protocol = await load(source.given)
      const options = { ...shard, reconnect: { ...COMMON_RECONNECT, ...protocol.reconnect } }
      viewers = new Viewers(
        held(viewerOf(protocol), 'viewer protocol'),
        options,
        new SendLog(log),
        clock,
        sink,
      )
    },
    connectAgents: (options: AgentRange & { durationMs: number }) => held(agents, 'agents').connect(options),
    connectViewers: () => held(viewers, 'viewers').connect(),
    run: (rounds: Rounds) => held(agents, 'agents').run(rounds),
    halt: () => held(agents, 'agents').halt(),
    watch: (watch: Watch) => held(viewers, 'viewers').watch(watch),
    know: (untilMs: number) => held(viewers, 'viewers').know(untilMs),
    settle: (timeoutMs: number) => held(viewers, 'viewers').settle(timeoutMs),
    lost: () => links().lost,
    async renew({ given, ...as }: Renewed) {
      const protocol = await load(given)
      if (agents) await agents.renew(held(protocol.agent, 'agent protocol'), as)
      else await held(viewers, 'viewers').renew(held(viewerOf(protocol), 'viewer protocol'), as)
    },
    beginOutage: () => links().beginOutage(),
    outageState: () => links().outageState(),
    endOutage: () => links().endOutage(),
    probeLimit: (order: LimitOrder) =>
      probeLimit(events => held(viewers, 'viewers').openAnother(events), order, clock),
    close: () => {
      agents?.links.close()
      return viewers?.close() ?? []
    },
  }
})
