import { expose } from '../thread.ts'
import { Agents } from './agents.ts'
import type { Rounds } from './agents.ts'
import { loadProtocol } from './protocol.ts'
import type { SocketOptions } from './transport/socket.ts'
import type { AgentShard, ViewerShard } from './swarm.ts'
import { Viewers } from './viewers.ts'
import type { Settle, Watch } from './viewers.ts'

/** One thread of a swarm: it holds agents or viewers. */
expose(clock => {
  let agents: Agents | undefined
  let viewers: Viewers | undefined
  const held = <T>(one: T | undefined, what: string): T => {
    if (!one) throw new Error(`This thread holds no ${what}.`)
    return one
  }
  return {
    async holdAgents(shard: AgentShard & SocketOptions) {
      const { agent } = await loadProtocol(shard.protocol)
      agents = new Agents(held(agent, 'agent protocol'), shard, clock)
    },
    async holdViewers(shard: ViewerShard & SocketOptions) {
      const { viewer } = await loadProtocol(shard.protocol)
      viewers = new Viewers(held(viewer, 'viewer protocol'), shard, clock)
    },
    connectAgents: (options: { durationMs: number }) => held(agents, 'agents').connect(options),
    connectViewers: () => held(viewers, 'viewers').connect(),
    run: (rounds: Rounds) => held(agents, 'agents').run(rounds),
    halt: () => held(agents, 'agents').halt(),
    watch: (watch: Watch) => held(viewers, 'viewers').watch(watch),
    settle: (settle: Settle) => held(viewers, 'viewers').settle(settle),
    close: () => {
      agents?.close()
      return viewers?.close() ?? []
    },
  }
})
