import type { ReceivedUpdate, RealtimeProtocol } from './protocol.ts'

/** How the echo hub of the tests is spoken to: JSON both ways, every update a frame of its own. */
const realtime: RealtimeProtocol = {
  agent: {
    path: agent => `/agent?index=${agent}`,
    frame: update => JSON.stringify(update),
  },
  viewer: {
    path: '/viewer',
    read: frame => [{ ...(JSON.parse(frame) as ReceivedUpdate), merged: 1 }],
  },
}

export default { realtime }
