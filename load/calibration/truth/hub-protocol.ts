import type { ReceivedUpdate, RealtimeProtocol } from '../../swarm/protocol.ts'

/** How the truth hub is spoken to: JSON both ways, every update a frame of its own. */
const realtime = {
  agent: {
    path: agent => `/agent?index=${agent}`,
    frame: update => JSON.stringify(update),
  },
  viewer: {
    path: '/viewer',
    read: frame => [{ ...(JSON.parse(frame) as ReceivedUpdate), merged: 1 }],
  },
} satisfies RealtimeProtocol

export default { realtime }
