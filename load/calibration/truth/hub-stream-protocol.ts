import type { RealtimeProtocol } from '../../swarm/protocol.ts'
import hub from './hub-protocol.ts'

/** The truth hub as `hub-protocol.ts` has it, its viewers by server-sent events. */
const realtime: RealtimeProtocol = {
  ...hub.realtime,
  viewer: { ...hub.realtime.viewer, path: '/events', transport: 'sse' },
}

export default { realtime }
