import { defineTarget } from '../../../fixtures/targets/target.ts'
import type { SloOverride, Target } from '../../../fixtures/targets/target.ts'
import type { AgentProtocol, ViewerProtocol } from '../../../load/swarm/protocol.ts'
import type { PocketProtocol } from './pocket-protocol.ts'
import { startPocket } from './pocket-server.ts'

/** What is said of one agent's value: no number of the update and no time, only the value. */
interface Told {
  agent: number
  value: number
}

const frame: AgentProtocol['frame'] = ({ agent, value }) => JSON.stringify({ agent, value })

const agents: Record<PocketProtocol, AgentProtocol> = {
  'socket.io': { transport: 'socket.io', path: () => '/agents', event: 'metric', frame },
  sse: { transport: 'http', path: () => '/agents', frame },
  polling: { path: () => '/agents', frame: update => Buffer.from(frame(update)) },
}

const readOne = (text: string): Told[] => [JSON.parse(text) as Told]

const viewers: Record<PocketProtocol, ViewerProtocol> = {
  'socket.io': { transport: 'socket.io', path: '/viewers', event: 'update', read: readOne },
  sse: { transport: 'sse', path: '/events', read: readOne },
  polling: {
    transport: 'polling',
    path: '/state',
    everyMs: 200,
    read: text => (JSON.parse(text) as Told[]).map(told => ({ ...told, merged: 0 })),
  },
}

/** A few agents are enough to see that a protocol works. */
const small: Record<string, SloOverride> = {
  'realtime.connect': { minSamples: 10 },
  'realtime.connect.time': { minSamples: 10 },
}

/** @returns a pocket server as a target: the lines by which it differs from one protocol to the other are its `agent` and `viewer` */
export function pocketTarget(protocol: PocketProtocol): Target {
  return defineTarget({
    name: `pocket ${protocol}`,
    start: () => startPocket(protocol),
    pages: [{ name: 'fleet', path: '/', ready: '[data-live]' }],
    realtime: {
      agent: agents[protocol],
      viewer: viewers[protocol],
      canary: { selector: agent => `[data-agent="${agent}"]`, wire: '"value":{value}' },
    },
    slos: small,
  })
}
